/* count: the counters of `leitong_counting`, the command built for tests/growth.
 *
 * The compiler calls __sanitizer_cov_trace_pc at the beginning of every basic block of the library and of the command,
 * so that no room can be forgotten. What library functions do in one block is wrapped: the bytes that they move,
 * compare or write, and the memory that they hand out. There is one processor (sysconf is wrapped), so that all work is
 * done by one thread and the counters depend on the input alone.
 *
 * Input: $LEITONG_COUNTS, a file to write; $LEITONG_COUNTS_PLACES, another (optional). Output: "blocks", "moved"
 * (bytes), "allocated" (bytes in all), "peak" (bytes at one time), one a line with its number; places: address relative
 * to the program's first, and how often its block began. Ownership: a table of one number a byte of code, for as long
 * as the program runs. Errors: a message, and the program ends by abort(). */
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

extern char __executable_start[];
extern char etext[];

static uint64_t *count_places; /* by address, from __executable_start */
static uint64_t count_moved, count_allocated, count_now, count_peak;

void __sanitizer_cov_trace_pc(void);

__attribute__((constructor)) static void count_begin(void)
{
    size_t size = (size_t)(etext - __executable_start) * sizeof *count_places;
    void *map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (map == MAP_FAILED) {
        fputs("leitong_counting: no memory for its counters\n", stderr);
        abort();
    }
    count_places = map;
}

void __sanitizer_cov_trace_pc(void)
{
    if (count_places != NULL) { /* what runs before the constructor */
        count_places[(uintptr_t)__builtin_return_address(0) - (uintptr_t)__executable_start]++;
    }
}

static FILE *count_file(const char *variable)
{
    const char *path = getenv(variable);
    FILE *file = path != NULL ? fopen(path, "w") : NULL;
    if (path != NULL && file == NULL) {
        perror(path);
        abort();
    }
    return file;
}

__attribute__((destructor)) static void count_end(void)
{
    uint64_t blocks = 0;
    FILE *counts = count_file("LEITONG_COUNTS");
    FILE *places = count_file("LEITONG_COUNTS_PLACES");
    for (size_t i = 0; counts != NULL && i < (size_t)(etext - __executable_start); i++) {
        blocks += count_places[i];
        if (places != NULL && count_places[i] > 0) {
            fprintf(places, "%zx %llu\n", i, (unsigned long long)count_places[i]);
        }
    }
    if (counts != NULL) {
        fprintf(counts, "blocks %llu\nmoved %llu\nallocated %llu\npeak %llu\n", (unsigned long long)blocks,
                (unsigned long long)count_moved, (unsigned long long)count_allocated, (unsigned long long)count_peak);
        fclose(counts);
    }
    if (places != NULL) {
        fclose(places);
    }
}

/* Each wrapped function: counted, then done. */
#define COUNT_WRAP(type, name, parameters, arguments, counter, amount)                                                 \
    type __real_##name parameters;                                                                                     \
    type __wrap_##name parameters;                                                                                     \
    type __wrap_##name parameters                                                                                      \
    {                                                                                                                  \
        counter += (uint64_t)(amount);                                                                                 \
        return __real_##name arguments;                                                                                \
    }

size_t __real_strlen(const char *s);
size_t __wrap_strlen(const char *s);
size_t __wrap_strlen(const char *s)
{
    size_t size = __real_strlen(s);
    count_moved += size;
    return size;
}

COUNT_WRAP(void *, memcpy, (void *to, const void *from, size_t size), (to, from, size), count_moved, size)
COUNT_WRAP(void *, memmove, (void *to, const void *from, size_t size), (to, from, size), count_moved, size)
COUNT_WRAP(void *, memset, (void *to, int byte, size_t size), (to, byte, size), count_moved, size)
COUNT_WRAP(int, memcmp, (const void *a, const void *b, size_t size), (a, b, size), count_moved, size)
COUNT_WRAP(int, strcmp, (const char *a, const char *b), (a, b), count_moved, __real_strlen(a))
COUNT_WRAP(int, strncmp, (const char *a, const char *b, size_t size), (a, b, size), count_moved, size)
COUNT_WRAP(char *, strchr, (const char *s, int byte), (s, byte), count_moved, __real_strlen(s))
COUNT_WRAP(char *, strrchr, (const char *s, int byte), (s, byte), count_moved, __real_strlen(s))
COUNT_WRAP(char *, strstr, (const char *s, const char *needle), (s, needle), count_moved, __real_strlen(s))
COUNT_WRAP(size_t, strspn, (const char *s, const char *set), (s, set), count_moved, __real_strlen(s))
COUNT_WRAP(size_t, strcspn, (const char *s, const char *set), (s, set), count_moved, __real_strlen(s))
COUNT_WRAP(ssize_t, write, (int file, const void *from, size_t size), (file, from, size), count_moved, size)
COUNT_WRAP(ssize_t, pwrite, (int file, const void *from, size_t size, off_t at), (file, from, size, at), count_moved,
           size)
COUNT_WRAP(size_t, fwrite, (const void *from, size_t size, size_t n, FILE *file), (from, size, n, file), count_moved,
           size *n)
COUNT_WRAP(size_t, fwrite_unlocked, (const void *from, size_t size, size_t n, FILE *file), (from, size, n, file),
           count_moved, size *n)
COUNT_WRAP(int, fputs, (const char *s, FILE *file), (s, file), count_moved, __real_strlen(s))

void *__real_memchr(const void *from, int byte, size_t size);
void *__wrap_memchr(const void *from, int byte, size_t size);
void *__wrap_memchr(const void *from, int byte, size_t size)
{
    const char *found = __real_memchr(from, byte, size);
    count_moved += found != NULL ? (uint64_t)(found - (const char *)from) : size;
    return (void *)(uintptr_t)found;
}

/* A buffer is larger than what a file still holds. */
ssize_t __real_read(int file, void *to, size_t size);
ssize_t __wrap_read(int file, void *to, size_t size);
ssize_t __wrap_read(int file, void *to, size_t size)
{
    ssize_t got = __real_read(file, to, size);
    count_moved += got > 0 ? (uint64_t)got : 0;
    return got;
}

ssize_t __real_pread(int file, void *to, size_t size, off_t at);
ssize_t __wrap_pread(int file, void *to, size_t size, off_t at);
ssize_t __wrap_pread(int file, void *to, size_t size, off_t at)
{
    ssize_t got = __real_pread(file, to, size, at);
    count_moved += got > 0 ? (uint64_t)got : 0;
    return got;
}

static void *count_took(void *memory)
{
    size_t size = malloc_usable_size(memory);
    count_allocated += size;
    count_now += size;
    count_peak = count_now > count_peak ? count_now : count_peak;
    return memory;
}

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size)
{
    return count_took(__real_malloc(size));
}

void *__real_calloc(size_t n, size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_calloc(size_t n, size_t size)
{
    return count_took(__real_calloc(n, size));
}

void __real_free(void *memory);
void __wrap_free(void *memory);
void __wrap_free(void *memory)
{
    size_t size = malloc_usable_size(memory);
    count_now -= size < count_now ? size : count_now; /* another library may have taken it */
    __real_free(memory);
}

void *__real_realloc(void *memory, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__wrap_realloc(void *memory, size_t size)
{
    size_t before = malloc_usable_size(memory);
    count_now -= before < count_now ? before : count_now;
    count_moved += before; /* at most */
    return count_took(__real_realloc(memory, size));
}

char *__wrap_strdup(const char *s);
char *__wrap_strdup(const char *s)
{
    size_t size = __wrap_strlen(s) + 1;
    char *copy = __wrap_malloc(size);
    return copy != NULL ? __wrap_memcpy(copy, s, size) : NULL;
}

long __real_sysconf(int name);
long __wrap_sysconf(int name);
long __wrap_sysconf(int name)
{
    return name == _SC_NPROCESSORS_ONLN ? 1 : __real_sysconf(name);
}
