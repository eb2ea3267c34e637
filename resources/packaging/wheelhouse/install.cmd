@echo off
chcp 65001 >nul
rem 离线安装（Windows）：双击，或 install.cmd 安装文件夹；默认装到 %LOCALAPPDATA%\facilitydesk-python
setlocal
set "HERE=%~dp0"
set "TARGET=%~1"
if "%TARGET%"=="" set "TARGET=%LOCALAPPDATA%\facilitydesk-python"
for %%V in (3.11 3.12 3.13) do (
    py -%%V -c "import venv, ensurepip" >nul 2>nul && set "VERSION=%%V" && goto found
)
echo 没有找到 Python 3.11、3.12 或 3.13，请先安装，再运行一次。
pause
exit /b 3
:found
py -%VERSION% -m venv "%TARGET%" || goto failed
"%TARGET%\Scripts\python.exe" -m pip install --disable-pip-version-check --quiet --no-index --find-links "%HERE%packages" --require-hashes -r "%HERE%requirements.txt" || goto failed
for %%W in ("%HERE%facilitydesk-*.whl") do "%TARGET%\Scripts\python.exe" -m pip install --disable-pip-version-check --quiet --no-index --no-deps "%%W" || goto failed
echo 安装完成。启动："%TARGET%\Scripts\facilitydesk.exe"
pause
exit /b 0
:failed
echo 安装没有完成，上面是原因。原有数据没有改动。
pause
exit /b 1
