#include "base/workers.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct lt_workers {
    unsigned count;
    unsigned started; /* threads that exist; 0 with one job */
    pthread_t *threads;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_cond_t done;
    /* The batch; all below under `lock`. */
    uint64_t batch; /* number of the batch, so that a thread joins each once */
    bool stopping;
    size_t items;
    size_t next;
    unsigned busy; /* threads that have not yet left this batch */
    lt_work work;
    void *context;
    size_t failed_item;
    int failed_code;
    leitong_error failure;
};

typedef struct worker_start {
    lt_workers *workers;
    unsigned number;
} worker_start;

/* Takes items until none is left; called and returns with the lock held. */
static void workers_drain(lt_workers *workers, unsigned number)
{
    leitong_error error;
    while (workers->next < workers->items && workers->failed_code == 0) {
        size_t item = workers->next++;
        lt_work work = workers->work;
        void *context = workers->context;
        pthread_mutex_unlock(&workers->lock);
        memset(&error, 0, sizeof error);
        int code = work(context, item, number, &error);
        pthread_mutex_lock(&workers->lock);
        if (code != 0 && (workers->failed_code == 0 || item < workers->failed_item)) {
            workers->failed_code = code;
            workers->failed_item = item;
            workers->failure = error;
        }
    }
}

static void *workers_main(void *argument)
{
    worker_start *start = argument;
    lt_workers *workers = start->workers;
    unsigned number = start->number;
    free(start);
    uint64_t seen = 0;
    pthread_mutex_lock(&workers->lock);
    for (;;) {
        while (workers->batch == seen && !workers->stopping) {
            pthread_cond_wait(&workers->wake, &workers->lock);
        }
        if (workers->stopping) {
            break;
        }
        seen = workers->batch;
        workers_drain(workers, number);
        if (--workers->busy == 0) {
            pthread_cond_signal(&workers->done);
        }
    }
    pthread_mutex_unlock(&workers->lock);
    return NULL;
}

static int workers_spawn(lt_workers *workers, leitong_error *error)
{
    workers->threads = calloc(workers->count, sizeof *workers->threads);
    if (workers->threads == NULL) {
        return lt_error_memory(error);
    }
    for (unsigned i = 0; i < workers->count; i++) {
        worker_start *start = malloc(sizeof *start);
        if (start == NULL) {
            return lt_error_memory(error);
        }
        start->workers = workers;
        start->number = i;
        int cause = pthread_create(&workers->threads[i], NULL, workers_main, start);
        if (cause != 0) {
            free(start);
            return lt_error_set(error, LEITONG_ESYSTEM, "can't start thread %u of %u: %s; use fewer jobs", i + 1,
                                workers->count, strerror(cause));
        }
        workers->started++;
    }
    return 0;
}

int lt_workers_new(unsigned jobs, lt_workers **ret_workers, leitong_error *error)
{
    lt_workers *workers = calloc(1, sizeof *workers);
    if (workers == NULL) {
        return lt_error_memory(error);
    }
    workers->count = jobs;
    pthread_mutex_init(&workers->lock, NULL);
    pthread_cond_init(&workers->wake, NULL);
    pthread_cond_init(&workers->done, NULL);
    if (jobs > 1) {
        int code = workers_spawn(workers, error);
        if (code != 0) {
            lt_workers_free(workers);
            return code;
        }
    }
    *ret_workers = workers;
    return 0;
}

void lt_workers_free(lt_workers *workers)
{
    if (workers == NULL) {
        return;
    }
    pthread_mutex_lock(&workers->lock);
    workers->stopping = true;
    pthread_cond_broadcast(&workers->wake);
    pthread_mutex_unlock(&workers->lock);
    for (unsigned i = 0; i < workers->started; i++) {
        pthread_join(workers->threads[i], NULL);
    }
    pthread_cond_destroy(&workers->done);
    pthread_cond_destroy(&workers->wake);
    pthread_mutex_destroy(&workers->lock);
    free(workers->threads);
    free(workers);
}

unsigned lt_workers_count(const lt_workers *workers)
{
    return workers->count;
}

void lt_workers_start(lt_workers *workers, size_t items, lt_work work, void *context)
{
    pthread_mutex_lock(&workers->lock);
    workers->items = items;
    workers->next = 0;
    workers->work = work;
    workers->context = context;
    workers->failed_code = 0;
    workers->busy = workers->started;
    workers->batch++;
    pthread_cond_broadcast(&workers->wake);
    pthread_mutex_unlock(&workers->lock);
}

int lt_workers_wait(lt_workers *workers, leitong_error *error)
{
    pthread_mutex_lock(&workers->lock);
    if (workers->started == 0) {
        workers_drain(workers, 0);
    }
    while (workers->busy > 0) {
        pthread_cond_wait(&workers->done, &workers->lock);
    }
    int code = workers->failed_code;
    if (code != 0 && error != NULL) {
        *error = workers->failure;
    }
    pthread_mutex_unlock(&workers->lock);
    return code;
}

int lt_workers_run(lt_workers *workers, size_t items, lt_work work, void *context, leitong_error *error)
{
    lt_workers_start(workers, items, work, context);
    return lt_workers_wait(workers, error);
}
