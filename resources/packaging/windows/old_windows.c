/* Says that this Windows is too old, before anything of the program is loaded that would fail there
 * with a box about a missing DLL.
 *
 * Compiled into PyInstaller's boot loader (.ci/building/boot_loader.py), so that there is still one
 * program: what is opened by its name, by a file or by another version needs no second one beside
 * it. The number is the one that the installer reads too; unlike what Windows tells a program, it
 * is not another one in a compatibility mode. Where it cannot be read the program goes on.
 *
 * Given by the compiler's command line: LOWEST, the lowest build number; WINDOWED, by PyInstaller.
 */
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

#define KNOWN_TROUBLE 3
#define TITLE L"教育项目管理"
#define KEY L"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"
#define SENTENCE                                                                                   \
    L"这台电脑的Windows太旧（内部版本%lu），" TITLE                                                \
    L"需要64位的Windows 10（1809，内部版本%lu）或更新的系统；"                                     \
    L"没有作任何改动，请在符合要求的电脑上打开。"

static unsigned long
build_of_this_windows(void)
{
    wchar_t text[16] = L"";
    DWORD bytes = sizeof(text);

    if (RegGetValueW(HKEY_LOCAL_MACHINE, KEY, L"CurrentBuildNumber", RRF_RT_REG_SZ, NULL, text,
                     &bytes) != ERROR_SUCCESS) {
        return 0;
    }
    return wcstoul(text, NULL, 10);
}

static void
say(const wchar_t *sentence)
{
#ifdef WINDOWED
    MessageBoxW(NULL, sentence, TITLE, MB_OK | MB_ICONERROR | MB_SETFOREGROUND);
#else
    HANDLE out = GetStdHandle(STD_ERROR_HANDLE);
    DWORD mode, done;
    char bytes[1024];
    int length;

    if (GetConsoleMode(out, &mode)) {
        WriteConsoleW(out, sentence, (DWORD)wcslen(sentence), &done, NULL);
        WriteConsoleW(out, L"\r\n", 2, &done, NULL);
        return;
    }
    length = WideCharToMultiByte(CP_UTF8, 0, sentence, -1, bytes, sizeof(bytes) - 2, NULL, NULL);
    if (length > 0) {
        memcpy(bytes + length - 1, "\r\n", 2); /* in place of the final zero */
        WriteFile(out, bytes, (DWORD)length + 1, &done, NULL);
    }
#endif
}

/* Runs before the boot loader's own main function, whose source stays as it is. */
__attribute__((constructor)) static void
refuse_an_old_windows(void)
{
    unsigned long build = build_of_this_windows();
    wchar_t sentence[512];

    if (build == 0 || build >= LOWEST) {
        return;
    }
    wsprintfW(sentence, SENTENCE, build, (unsigned long)LOWEST);
    say(sentence);
    ExitProcess(KNOWN_TROUBLE);
}
