/* one_thread: loaded before a unit test that is said to start no thread; starting one ends it.
 *
 * The thread sanitizer passes such tests by, so that they start none must be true. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* In place of the C library's. */
__attribute__((visibility("default"))) int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                                                          void *(*work)(void *), void *argument);

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*work)(void *), void *argument)
{
    (void)thread;
    (void)attributes;
    (void)work;
    (void)argument;
    fputs("this test starts a thread: name it in LEITONG_THREADED_TESTS (tests/CMakeLists.txt)\n", stderr);
    abort();
}
