/* Windows' own ICU, which Wine 8 lacks and QtCore links to: every call fails politely, so Qt has UTF-8 and UTF-16 only. */
#define OUT __declspec(dllexport)
#define U_FILE_ACCESS_ERROR 4

OUT void *ucnv_open(const char *name, int *error) { (void)name; if (error) *error = U_FILE_ACCESS_ERROR; return 0; }
OUT const char *ucnv_getName(const void *of, int *error) { (void)of; if (error) *error = 0; return 0; }
OUT const char *ucnv_getStandardName(const char *a, const char *b, int *error) {
    (void)a; (void)b; if (error) *error = 0; return 0;
}

#define NOTHING(name) OUT long long name(void) { return 0; }
NOTHING(ucnv_close)
NOTHING(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
NOTHING(UCNV_TO_U_CALLBACK_SUBSTITUTE)
NOTHING(ucnv_reset)
NOTHING(ucnv_getMaxCharSize)
NOTHING(ucnv_getToUCallBack)
NOTHING(ucnv_getFromUCallBack)
NOTHING(ucnv_setToUCallBack)
NOTHING(ucnv_setFromUCallBack)
NOTHING(ucnv_cbToUWriteUChars)
NOTHING(ucnv_cbFromUWriteUChars)
NOTHING(ucnv_toUnicode)
NOTHING(ucnv_fromUnicode)
NOTHING(ucnv_toUCountPending)
NOTHING(ucnv_fromUCountPending)
NOTHING(ucnv_getAvailableName)
NOTHING(ucnv_countAvailable)
