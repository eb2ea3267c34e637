; The installer for one user: no administrator, nothing outside the user's own folders and keys.
; Given by .ci/build: SOURCE OUT VERSION NUMBERS LOWEST ICON KILOBYTES
; /S installs in silence, /D=folder (last, without quotes) chooses the folder. /RESTART is how a
; running program hands over: its end is waited for, and the program is opened afterwards.
; Ends with 4 where Windows is too old, 5 while the program runs. On a Windows of 32 bits it cannot
; begin; Windows says so itself.
Target amd64-unicode
Unicode true
ManifestDPIAware true
ManifestSupportedOS all
RequestExecutionLevel user
SetCompressor /SOLID /FINAL lzma
SetCompressorDictSize 32
SetDateSave off
CRCCheck force

!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "MUI2.nsh"

!define TITLE "教育项目管理"
!define ID "facilitydesk"
!define OWN "Software\${ID}"
!define LISTED "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define CLASSES "Software\Classes"
!define KIND "${ID}.data"

Name "${TITLE}"
OutFile "${OUT}"
BrandingText "${TITLE} ${VERSION}"
InstallDir "$LOCALAPPDATA\Programs\${ID}"
InstallDirRegKey HKCU "${OWN}" "InstallDir"

VIProductVersion "${NUMBERS}"
VIAddVersionKey /LANG=2052 "ProductName" "${TITLE}"
VIAddVersionKey /LANG=2052 "FileDescription" "${TITLE}安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TEXT "将在本机为当前用户安装${TITLE} ${VERSION}，不需要管理员权限，不连接网络。$\r$\n$\r$\n升级时请先关闭正在运行的${TITLE}；数据文件和备份不会改动。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\facilitydesk.exe"
!define MUI_FINISHPAGE_RUN_TEXT "现在打开${TITLE}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

Var Restart

!macro Refuse TEXT CODE
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
  SetErrorLevel ${CODE}
  Quit
!macroend

; A program that runs cannot be opened for writing; half of it would be replaced.
!macro RefuseWhileRunning
  ${If} ${FileExists} "$INSTDIR\facilitydesk.exe"
    StrCpy $2 0
    ${Do}
      ClearErrors
      FileOpen $1 "$INSTDIR\facilitydesk.exe" a
      ${IfNot} ${Errors}
        ${ExitDo}
      ${EndIf}
      ${If} $Restart == ""
      ${OrIf} $2 >= 120
        SetErrors
        ${ExitDo}
      ${EndIf}
      Sleep 500
      IntOp $2 $2 + 1
    ${Loop}
    ${If} ${Errors}
      !insertmacro Refuse "${TITLE}正在运行，请先关闭后再试；没有作任何改动。" 5
    ${EndIf}
    FileClose $1
  ${EndIf}
!macroend

Function .onInit
  StrCpy $Restart ""
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/RESTART" $1
  ${IfNot} ${Errors}
    StrCpy $Restart "1"
  ${EndIf}
  ReadRegStr $0 HKLM "SOFTWARE\Microsoft\Windows NT\CurrentVersion" "CurrentBuildNumber"
  ${If} $0 < ${LOWEST}
    !insertmacro Refuse "这台电脑的Windows太旧（内部版本$0），${TITLE}需要64位的Windows 10（1809，内部版本${LOWEST}）或更新的系统；没有作任何改动。" 4
  ${EndIf}
FunctionEnd

Section
  !insertmacro RefuseWhileRunning
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\_internal"
  File /r "${SOURCE}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\facilitydesk.exe"
  WriteRegStr HKCU "${OWN}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${OWN}" "Version" "${VERSION}"
  WriteRegStr HKCU "${CLASSES}\.fdk" "" "${KIND}"
  WriteRegStr HKCU "${CLASSES}\${KIND}" "" "${TITLE}数据"
  WriteRegStr HKCU "${CLASSES}\${KIND}\DefaultIcon" "" "$INSTDIR\facilitydesk.exe,0"
  WriteRegStr HKCU "${CLASSES}\${KIND}\shell\open\command" "" '"$INSTDIR\facilitydesk.exe" "%1"'
  WriteRegStr HKCU "${LISTED}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${LISTED}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${LISTED}" "DisplayIcon" "$INSTDIR\facilitydesk.exe"
  WriteRegStr HKCU "${LISTED}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${LISTED}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${LISTED}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${LISTED}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${LISTED}" "NoModify" 1
  WriteRegDWORD HKCU "${LISTED}" "NoRepair" 1
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
  ${If} $Restart != ""
    Exec '"$INSTDIR\facilitydesk.exe"'
  ${EndIf}
SectionEnd

; Only what was installed goes: data files and backups stay wherever they lie, here too.
Section "Uninstall"
  !insertmacro RefuseWhileRunning
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\facilitydesk.exe"
  Delete "$INSTDIR\facilitydesk-cli.exe"
  Delete "$INSTDIR\SHA256SUMS"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  DeleteRegKey HKCU "${LISTED}"
  DeleteRegKey HKCU "${OWN}"
  ReadRegStr $0 HKCU "${CLASSES}\.fdk" ""
  ${If} $0 == "${KIND}"
    DeleteRegKey HKCU "${CLASSES}\.fdk"
  ${EndIf}
  DeleteRegKey HKCU "${CLASSES}\${KIND}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
