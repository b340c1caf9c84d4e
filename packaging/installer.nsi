; The Windows installer: for one user, without an administrator and without a network.
;   makensis -DVERSION=1.2.3 -DFOLDER=ban-1.2.3.4567 -DBUILT=dist\AnSinhXa packaging\installer.nsi
;
; An update is whole or not at all. All but the two programs lies in a folder named by the version and its content
; (ban-1.2.3.4567, the version number of the programs), and is unpacked beside the one in use; it takes effect when AnSinhXa.exe is replaced, in one step of the file
; system. Whatever ends the installer before leaves the old version, whatever ends it after leaves the new one. The
; version before stays, and starts as AnSinhXa-truoc.exe.
; The officer's data folder lies elsewhere, and neither an update nor an uninstall touches it.

Unicode true
!ifdef TEST_BENCH
  Target amd64-unicode ; Wine on the bench has no 32-bit side
!else
  Target x86-unicode   ; starts everywhere, so that a 32-bit Windows gets a sentence as well
!endif
ManifestDPIAware true
ManifestSupportedOS all
RequestExecutionLevel user
!ifdef QUICK
  SetCompress off
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 32
!endif
!ifdef WORDS ; given by build.py: what the ready-made part says, in Vietnamese
  !packhdr "${HEADER}" '"${PYTHON}" "${WORDS}" "${HEADER}"'
!endif

!ifdef SIGN ; given by build.py: the uninstaller goes back to the version before as well, and is made in here
  !uninstfinalize '${SIGN}' = 0
!endif

!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "MUI2.nsh"
!include "WinVer.nsh"
!include "WordFunc.nsh"
!include "x64.nsh"

!ifndef VERSION
  !error "give -DVERSION=…"
!endif
!ifndef FOLDER
  !error "give -DFOLDER=…"
!endif
!ifndef BUILT
  !define BUILT "..\dist\AnSinhXa"
!endif
!ifndef TARGET
  !define TARGET "..\dist\AnSinhXa-${VERSION}-setup.exe"
!endif
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall"
!define STARTS "Software\Microsoft\Windows\CurrentVersion\Run" ; the reminder at log-on, where the officer wants it
!define USUAL "$LOCALAPPDATA\Programs\AnSinhXa"
!define OLDEST_BUILD 17763 ; Windows 10 1809
!define REPLACE_NOW 0x9    ; MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH

Name "An Sinh Xã"
OutFile "${TARGET}"
InstallDir "${USUAL}"
InstallDirRegKey HKCU "${UNINSTALL}\AnSinhXa" "InstallLocation"

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

Var Key    ; of this copy in the list of installed programs
Var Title  ; what the copy is called there and in the menus
Var Before ; the folder of the version before, empty where there is none
Var Held   ; whether a program of this copy runs

; A program that runs keeps its file open: nothing is replaced under its feet.
!macro Stops un
  Function ${un}IsHeld
    StrCpy $Held 0
    Pop $0
    IfFileExists "$0" 0 done
    ClearErrors
    FileOpen $1 "$0" a
    IfErrors 0 close
    StrCpy $Held 1
    Goto done
    close:
      FileClose $1
    done:
  FunctionEnd

  ; Wait until the program that asked for this has ended; one that does not is left alone.
  Function ${un}WaitForTheEnd
    StrCpy $4 0
    ${Do}
      Push "$INSTDIR\AnSinhXa.exe"
      Call ${un}IsHeld
      ${If} $Held == 0
        Push "$INSTDIR\AnSinhXa-truoc.exe"
        Call ${un}IsHeld
      ${EndIf}
      ${If} $Held == 0
        ${Break}
      ${EndIf}
      Sleep 500
      IntOp $4 $4 + 1
    ${LoopUntil} $4 > 120
  FunctionEnd

  Function ${un}StopWhereItRuns
    again:
      Push "$INSTDIR\AnSinhXa.exe"
      Call ${un}IsHeld
      StrCmp $Held 1 held
      Push "$INSTDIR\ansinh.exe"
      Call ${un}IsHeld
      StrCmp $Held 1 held
      Push "$INSTDIR\AnSinhXa-truoc.exe"
      Call ${un}IsHeld
      StrCmp $Held 1 held free
    held:
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "An Sinh Xã đang mở. Hãy đóng chương trình, cả biểu tượng nhắc việc cạnh đồng hồ, rồi bấm Thử lại." /SD IDCANCEL IDRETRY again
      SetErrorLevel 3
      Abort "An Sinh Xã đang mở."
    free:
  FunctionEnd

  ; A copy in another place than the usual one has an entry and a name of its own.
  Function ${un}NameThisCopy
    StrCpy $Key "${UNINSTALL}\AnSinhXa"
    StrCpy $Title "An Sinh Xã"
    ${If} $INSTDIR != "${USUAL}"
      ${WordReplace} "$INSTDIR" "\" "/" "+" $0
      StrCpy $Key "${UNINSTALL}\AnSinhXa $0"
      ${GetFileName} "$INSTDIR" $0
      StrCpy $Title "An Sinh Xã ($0)"
    ${EndIf}
  FunctionEnd
!macroend
!insertmacro Stops ""
!insertmacro Stops "un."

; Put a file in the place of another in one step, be it that another is there.
!macro PutInPlace new place
  System::Call 'kernel32::MoveFileExW(w "${new}", w "${place}", i ${REPLACE_NOW}) i.r0'
  ${If} $0 == 0
    MessageBox MB_OK|MB_ICONSTOP "Không thay được ${place}. Phiên bản đang dùng vẫn nguyên." /SD IDOK
    SetErrorLevel 4
    Abort "Không thay được ${place}."
  ${EndIf}
!macroend

!macro Refuse sentence
  MessageBox MB_OK|MB_ICONSTOP "${sentence}" /SD IDOK
  SetErrorLevel 2
  Quit
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
    !insertmacro Refuse "An Sinh Xã cần Windows 64-bit; máy này chạy Windows 32-bit."
  ${EndIf}
  ${IfNot} ${AtLeastWin8}
    !insertmacro Refuse "An Sinh Xã cần Windows 10 bản 1809 trở lên; máy này chạy Windows 7 hoặc cũ hơn."
  ${EndIf}
  ${IfNot} ${AtLeastWin10}
    !insertmacro Refuse "An Sinh Xã cần Windows 10 bản 1809 trở lên; máy này chạy Windows 8."
  ${EndIf}
  ReadRegStr $0 HKLM "SOFTWARE\Microsoft\Windows NT\CurrentVersion" "CurrentBuildNumber"
  ${If} $0 < ${OLDEST_BUILD}
    !insertmacro Refuse "An Sinh Xã cần Windows 10 bản 1809 trở lên; máy này chạy bản cũ hơn. Hãy cập nhật Windows."
  ${EndIf}
FunctionEnd

; The folder of a program: its version number in full.
Function FolderOf
  Exch $0
  ClearErrors
  ${GetFileVersion} "$0" $0
  ${If} ${Errors}
    StrCpy $0 ""
  ${Else}
    StrCpy $0 "ban-$0"
  ${EndIf}
  Exch $0
FunctionEnd

; Unpack beside what is in use. A folder of that name with its list of files in it is whole: the list is put there last.
; One that a program of its own finds whole is left alone, so that a repair cannot break what works.
Function Unpack
  StrCpy $5 ""
  Push "$INSTDIR\AnSinhXa-truoc.exe"
  Call FolderOf
  Pop $0
  ${If} $0 == ${FOLDER}
    StrCpy $5 "$INSTDIR\AnSinhXa-truoc.exe"
  ${EndIf}
  Push "$INSTDIR\AnSinhXa.exe"
  Call FolderOf
  Pop $0
  ${If} $0 == ${FOLDER}
    StrCpy $5 "$INSTDIR\AnSinhXa.exe"
  ${EndIf}
  ${If} $5 != ""
  ${AndIf} ${FileExists} "$INSTDIR\${FOLDER}\files.json"
    ClearErrors
    ExecWait '"$5" --check-files' $0
    ${IfNot} ${Errors}
    ${AndIf} $0 == 0
      Return
    ${EndIf}
  ${EndIf}
  ClearErrors
  SetOutPath "$INSTDIR\${FOLDER}"
  Delete "$INSTDIR\${FOLDER}\files.json"
  File /r /x files.json "${BUILT}\${FOLDER}\*"
  File "${BUILT}\${FOLDER}\files.json"
  ${If} ${Errors}
    SetErrorLevel 4
    Abort "Không ghi hết được các tệp: đĩa đầy hoặc bị chặn. Phiên bản đang dùng vẫn nguyên."
  ${EndIf}
FunctionEnd

Function Swap
  SetOutPath "$INSTDIR"
  File "/oname=AnSinhXa.exe.moi" "${BUILT}\AnSinhXa.exe"
  File "/oname=ansinh.exe.moi" "${BUILT}\ansinh.exe"
  Push "$INSTDIR\AnSinhXa.exe"
  Call FolderOf
  Pop $Before
  ${If} $Before != ""
  ${AndIf} $Before != ${FOLDER}
    CopyFiles /SILENT "$INSTDIR\AnSinhXa.exe" "$INSTDIR\AnSinhXa-truoc.exe.moi"
    CopyFiles /SILENT "$INSTDIR\ansinh.exe" "$INSTDIR\ansinh-truoc.exe.moi"
    !insertmacro PutInPlace "$INSTDIR\AnSinhXa-truoc.exe.moi" "$INSTDIR\AnSinhXa-truoc.exe"
    !insertmacro PutInPlace "$INSTDIR\ansinh-truoc.exe.moi" "$INSTDIR\ansinh-truoc.exe"
  ${EndIf}
  !insertmacro PutInPlace "$INSTDIR\AnSinhXa.exe.moi" "$INSTDIR\AnSinhXa.exe"
  !insertmacro PutInPlace "$INSTDIR\ansinh.exe.moi" "$INSTDIR\ansinh.exe"
FunctionEnd

; Take away all versions but the one in use and the one before it.
Function ClearAway
  Push "$INSTDIR\AnSinhXa-truoc.exe"
  Call FolderOf
  Pop $Before
  FindFirst $2 $3 "$INSTDIR\ban-*"
  ${DoWhile} $3 != ""
    ${If} $3 != ${FOLDER}
    ${AndIf} $3 != $Before
      RMDir /r "$INSTDIR\$3"
    ${EndIf}
    FindNext $2 $3
  ${Loop}
  FindClose $2
  RMDir /r "$INSTDIR\_internal" ; of versions that were not kept
FunctionEnd

; Files of ours open by double click; with the copy in the usual place, and with another only where that one is not there.
!define KIND "Software\Classes\AnSinhXa.Tep"
!macro EachSuffix what
  !insertmacro ${what} ".agpkg"
  !insertmacro ${what} ".agrcpt"
  !insertmacro ${what} ".agcard"
  !insertmacro ${what} ".aglaw"
  !insertmacro ${what} ".agupd"
!macroend
!macro OpensHere suffix
  WriteRegStr HKCU "Software\Classes\${suffix}" "" "AnSinhXa.Tep"
!macroend
!macro OpensNowhere suffix
  ReadRegStr $0 HKCU "Software\Classes\${suffix}" ""
  ${If} $0 == "AnSinhXa.Tep"
    DeleteRegKey HKCU "Software\Classes\${suffix}"
  ${EndIf}
!macroend
!macro TellExplorer
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

Function OpenFiles
  ReadRegStr $0 HKCU "${KIND}\shell\open\command" ""
  ${If} $INSTDIR == "${USUAL}"
  ${OrIf} $0 == ""
    WriteRegStr HKCU "${KIND}" "" "Tệp của An Sinh Xã"
    WriteRegStr HKCU "${KIND}\DefaultIcon" "" "$INSTDIR\AnSinhXa.exe,0"
    WriteRegStr HKCU "${KIND}\shell\open\command" "" '"$INSTDIR\AnSinhXa.exe" --open "%1"'
    !insertmacro EachSuffix OpensHere
    !insertmacro TellExplorer
  ${EndIf}
FunctionEnd

Function un.OpenFiles
  ReadRegStr $0 HKCU "${KIND}\shell\open\command" ""
  ${If} $0 == '"$INSTDIR\AnSinhXa.exe" --open "%1"'
    DeleteRegKey HKCU "${KIND}"
    !insertmacro EachSuffix OpensNowhere
    !insertmacro TellExplorer
  ${EndIf}
FunctionEnd

; The program itself started this (/UPDATE): it ends meanwhile, and is started again afterwards.
Var Asked
Function AskedByTheProgram
  StrCpy $Asked 0
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} "$0" "/UPDATE" $1
  ${IfNot} ${Errors}
    StrCpy $Asked 1
    Call WaitForTheEnd
  ${EndIf}
FunctionEnd

; Back to the version before (uninstall.exe /BACK), which is one step as well; what was in use stays as the one before.
!macro Exchange name
  CopyFiles /SILENT "$INSTDIR\${name}.exe" "$INSTDIR\${name}.exe.moi"
  CopyFiles /SILENT "$INSTDIR\${name}-truoc.exe" "$INSTDIR\${name}-truoc.exe.moi"
  !insertmacro PutInPlace "$INSTDIR\${name}-truoc.exe.moi" "$INSTDIR\${name}.exe"
  !insertmacro PutInPlace "$INSTDIR\${name}.exe.moi" "$INSTDIR\${name}-truoc.exe"
!macroend

Function un.onInit
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} "$0" "/BACK" $1
  ${If} ${Errors}
    Return
  ${EndIf}
  SetSilent silent
  Call un.WaitForTheEnd
  ${If} $Held == 0
  ${AndIf} ${FileExists} "$INSTDIR\AnSinhXa-truoc.exe"
    !insertmacro Exchange "AnSinhXa"
    ${If} ${FileExists} "$INSTDIR\ansinh-truoc.exe"
      !insertmacro Exchange "ansinh"
    ${EndIf}
  ${EndIf}
  Exec '"$INSTDIR\AnSinhXa.exe"'
  Quit
FunctionEnd

Section
  Call NameThisCopy
  Call AskedByTheProgram
  Call StopWhereItRuns
  Call Unpack
  Call Swap
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\$Title.lnk" "$INSTDIR\AnSinhXa.exe"
  CreateShortcut "$DESKTOP\$Title.lnk" "$INSTDIR\AnSinhXa.exe"
  ${If} ${FileExists} "$INSTDIR\AnSinhXa-truoc.exe"
    CreateShortcut "$SMPROGRAMS\$Title - bản trước.lnk" "$INSTDIR\AnSinhXa-truoc.exe"
  ${EndIf}
  WriteRegStr HKCU "$Key" "DisplayName" "$Title"
  WriteRegStr HKCU "$Key" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "$Key" "Publisher" "An Sinh Xã"
  WriteRegStr HKCU "$Key" "DisplayIcon" "$INSTDIR\AnSinhXa.exe"
  WriteRegStr HKCU "$Key" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "$Key" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "$Key" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "$Key" "NoModify" 1
  WriteRegDWORD HKCU "$Key" "NoRepair" 1
  SectionGetSize 0 $0
  WriteRegDWORD HKCU "$Key" "EstimatedSize" $0
  Call OpenFiles
  Call ClearAway
  ${If} $Asked == 1
    Exec '"$INSTDIR\AnSinhXa.exe"'
  ${EndIf}
SectionEnd

Section "Uninstall"
  Call un.NameThisCopy
  Call un.StopWhereItRuns
  FindFirst $2 $3 "$INSTDIR\ban-*"
  ${DoWhile} $3 != ""
    RMDir /r "$INSTDIR\$3"
    FindNext $2 $3
  ${Loop}
  FindClose $2
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\AnSinhXa.exe"
  Delete "$INSTDIR\AnSinhXa-truoc.exe"
  Delete "$INSTDIR\ansinh.exe"
  Delete "$INSTDIR\ansinh-truoc.exe"
  Delete "$INSTDIR\*.moi"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR" ; only where nothing else lies in it
  Delete "$SMPROGRAMS\$Title.lnk"
  Delete "$SMPROGRAMS\$Title - bản trước.lnk"
  Delete "$DESKTOP\$Title.lnk"
  Call un.OpenFiles
  ReadRegStr $0 HKCU "${STARTS}" "AnSinhXa"
  ${If} $0 == '"$INSTDIR\AnSinhXa.exe" --remind'
    DeleteRegValue HKCU "${STARTS}" "AnSinhXa"
  ${EndIf}
  DeleteRegKey HKCU "$Key"
SectionEnd
