/* Counts what a program asks of its disks, below some folders, and lets the n-th of it go wrong.
 *
 * It is loaded before the C library (LD_PRELOAD), so that Python and the database engine are counted alike, whichever
 * of their own ways they take. tests/e2e/faults/disk.py arms it; unarmed it only passes on.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

enum way { OFF, BROKEN, FULL, SHORT, DEATH };      /* as in disk.py */
enum call { READS = 1, WRITES = 2, GROWS = 4, MAKES = 8, SYNCS = 16, CHANGES = 32, CLOSES = 64 };

/* Which calls a way to go wrong counts. */
static const int counted[] = {
    0,
    READS | WRITES | GROWS | MAKES | SYNCS | CHANGES | CLOSES,
    WRITES | GROWS | MAKES,
    WRITES,
    WRITES | GROWS | MAKES | SYNCS | CHANGES,
};

static char roots[4][PATH_MAX];
static int way, is_due_now;
static long count, due;
static char told[PATH_MAX + 64];

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, name)

void faults_root(int place, const char *path)
{
    snprintf(roots[place], PATH_MAX, "%s", path);
}

void faults_arm(int kind, long number)
{
    count = 0, due = number, told[0] = 0, is_due_now = 0, way = kind;
}

/* Stop; return how many calls were counted, and whether one went wrong. */
long faults_end(void)
{
    way = OFF;
    return count;
}

const char *faults_told(void)
{
    return told;
}

static int is_ours(const char *path)
{
    char whole[PATH_MAX];
    if (!path)
        return 0;
    if (path[0] != '/') {
        if (!getcwd(whole, sizeof whole))
            return 0;
        strncat(whole, "/", sizeof whole - strlen(whole) - 1);
        strncat(whole, path, sizeof whole - strlen(whole) - 1);
        path = whole;
    }
    for (int each = 0; each < 4; each++)
        if (roots[each][0] && !strncmp(path, roots[each], strlen(roots[each])))
            return 1;
    return 0;
}

static const char *path_of(int handle)
{
    static char path[PATH_MAX];
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = 0;
    return path;
}

/* Count a call; return whether it goes wrong, and with what in errno. */
static int goes_wrong(enum call call, const char *name, const char *path)
{
    if (!way || !is_ours(path) || !(counted[way] & call))
        return 0;
    count++;
    if (count == due) {
        snprintf(told, sizeof told, "%s %s", name, path);
        if (way == DEATH && call != WRITES)
            _exit(9);
        errno = way == BROKEN ? EIO : ENOSPC;
        return 1;
    }
    /* A disk that is full stays so until somebody makes room. */
    errno = ENOSPC;
    return way == FULL && count > due && due > 0;
}

/* How much of a write comes to pass: all, nothing (-1), or half. */
static ssize_t part_of(const char *name, int handle, size_t size)
{
    if (!way || !goes_wrong(WRITES, name, path_of(handle)))
        return size;
    return way == BROKEN || way == FULL ? -1 : (ssize_t)(size + 1) / 2;
}

ssize_t write(int handle, const void *content, size_t size)
{
    REAL(ssize_t, "write", int, const void *, size_t);
    ssize_t part = part_of("write", handle, size);
    if (part < 0)
        return -1;
    ssize_t done = real(handle, content, part);
    if (way == DEATH && count == due && told[0])
        _exit(9);
    return done;
}

ssize_t pwrite64(int handle, const void *content, size_t size, off64_t at)
{
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    ssize_t part = part_of("pwrite", handle, size);
    if (part < 0)
        return -1;
    ssize_t done = real(handle, content, part, at);
    if (way == DEATH && count == due && told[0])
        _exit(9);
    return done;
}

ssize_t pwrite(int handle, const void *content, size_t size, off_t at)
{
    return pwrite64(handle, content, size, at);
}

ssize_t sendfile64(int out, int in, off64_t *at, size_t size)
{
    REAL(ssize_t, "sendfile64", int, int, off64_t *, size_t);
    struct stat seen;
    if (way && !fstat(in, &seen) && at && *at + (off64_t)size > seen.st_size)
        size = seen.st_size > *at ? seen.st_size - *at : 0;
    ssize_t part = size ? part_of("sendfile", out, size) : 0;
    if (part < 0)
        return -1;
    ssize_t done = real(out, in, at, part);
    if (way == DEATH && count == due && told[0])
        _exit(9);
    return done;
}

ssize_t sendfile(int out, int in, off_t *at, size_t size)
{
    return sendfile64(out, in, at, size);
}

ssize_t read(int handle, void *content, size_t size)
{
    REAL(ssize_t, "read", int, void *, size_t);
    return way && goes_wrong(READS, "read", path_of(handle)) ? -1 : real(handle, content, size);
}

#define ON_HANDLE(name, call) \
    int name(int handle) \
    { \
        REAL(int, #name, int); \
        return way && goes_wrong(call, #name, path_of(handle)) ? -1 : real(handle); \
    }
ON_HANDLE(fsync, SYNCS)
ON_HANDLE(fdatasync, SYNCS)

int close(int handle)
{
    REAL(int, "close", int);
    int wrong = way && goes_wrong(CLOSES, "close", path_of(handle));
    int done = real(handle); /* it is closed all the same, as Linux does it */
    if (wrong)
        errno = EIO;
    return wrong ? -1 : done;
}

int ftruncate64(int handle, off64_t size)
{
    REAL(int, "ftruncate64", int, off64_t);
    return way && goes_wrong(GROWS, "ftruncate", path_of(handle)) ? -1 : real(handle, size);
}

int ftruncate(int handle, off_t size)
{
    return ftruncate64(handle, size);
}

int unlink(const char *path)
{
    REAL(int, "unlink", const char *);
    return goes_wrong(CHANGES, "unlink", path) ? -1 : real(path);
}

int unlinkat(int folder, const char *path, int flags)
{
    REAL(int, "unlinkat", int, const char *, int);
    char whole[PATH_MAX * 2];
    snprintf(whole, sizeof whole, "%s/%s", folder == AT_FDCWD ? "" : path_of(folder), path);
    return way && goes_wrong(CHANGES, "unlinkat", path[0] == '/' ? path : whole) ? -1 : real(folder, path, flags);
}

int rmdir(const char *path)
{
    REAL(int, "rmdir", const char *);
    return goes_wrong(CHANGES, "rmdir", path) ? -1 : real(path);
}

int rename(const char *path, const char *target)
{
    REAL(int, "rename", const char *, const char *);
    return goes_wrong(CHANGES, "rename", target) ? -1 : real(path, target);
}

int mkdir(const char *path, mode_t mode)
{
    REAL(int, "mkdir", const char *, mode_t);
    return goes_wrong(MAKES, "mkdir", path) ? -1 : real(path, mode);
}

static int opens_badly(const char *path, int flags)
{
    return goes_wrong(flags & O_CREAT ? MAKES : READS, "open", path);
}

#define OPENING(name) \
    int name(const char *path, int flags, ...) \
    { \
        REAL(int, #name, const char *, int, ...); \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        return opens_badly(path, flags) ? -1 : real(path, flags, mode); \
    }
OPENING(open)
OPENING(open64)

#define OPENING_AT(name) \
    int name(int folder, const char *path, int flags, ...) \
    { \
        REAL(int, #name, int, const char *, int, ...); \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        return folder == AT_FDCWD && opens_badly(path, flags) ? -1 : real(folder, path, flags, mode); \
    }
OPENING_AT(openat)
OPENING_AT(openat64)
