; The Windows installer: for one user, without an administrator and without a network.
;   makensis -DVERSION=1.2.3 -DBUILT=dist\AnSinhXa packaging\installer.nsi
; The officer's data folder lies elsewhere, and neither an update nor an uninstall touches it.

Unicode true
Target amd64-unicode
ManifestDPIAware true
RequestExecutionLevel user
SetCompressor /SOLID lzma

!include "MUI2.nsh"
!include "WinVer.nsh"

!ifndef VERSION
  !error "give -DVERSION=…"
!endif
!ifndef BUILT
  !define BUILT "..\dist\AnSinhXa"
!endif
!ifndef TARGET
  !define TARGET "..\dist\AnSinhXa-${VERSION}-setup.exe"
!endif
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\AnSinhXa"

Name "An Sinh Xã"
OutFile "${TARGET}"
InstallDir "$LOCALAPPDATA\Programs\AnSinhXa"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"

VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "An Sinh Xã"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Bộ cài An Sinh Xã"
VIAddVersionKey "LegalCopyright" "MIT"

!define MUI_ICON "..\resources\logo\ansinh.ico"
!define MUI_UNICON "..\resources\logo\ansinh.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\AnSinhXa.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"

; A program that runs keeps its file locked: nothing is replaced under its feet.
!macro StopWhereItRuns un
  Function ${un}StopWhereItRuns
    IfFileExists "$INSTDIR\AnSinhXa.exe" 0 free
    again:
      ClearErrors
      FileOpen $0 "$INSTDIR\AnSinhXa.exe" a
      IfErrors 0 close
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "An Sinh Xã đang mở. Hãy đóng chương trình rồi bấm Thử lại." /SD IDCANCEL IDRETRY again
      SetErrorLevel 3
      Abort "An Sinh Xã đang mở."
    close:
      FileClose $0
    free:
  FunctionEnd
!macroend
!insertmacro StopWhereItRuns ""
!insertmacro StopWhereItRuns "un."

Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "An Sinh Xã cần Windows 10 trở lên." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
FunctionEnd

Section
  Call StopWhereItRuns
  RMDir /r "$INSTDIR\_internal" ; what an older version brought and this one does not
  SetOutPath "$INSTDIR"
  File /r "${BUILT}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\An Sinh Xã.lnk" "$INSTDIR\AnSinhXa.exe"
  CreateShortcut "$DESKTOP\An Sinh Xã.lnk" "$INSTDIR\AnSinhXa.exe"
  WriteRegStr HKCU "${KEY}" "DisplayName" "An Sinh Xã"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\AnSinhXa.exe"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  SectionGetSize 0 $0
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
SectionEnd

Section "Uninstall"
  Call un.StopWhereItRuns
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\AnSinhXa.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only where nothing else lies in it
  Delete "$SMPROGRAMS\An Sinh Xã.lnk"
  Delete "$DESKTOP\An Sinh Xã.lnk"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
