/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Threads are started and joined; what they do is theirs. */
#include "engines/kernel/threads.h"
#include <pthread.h>

void work_together(int threads, void *(*work)(void *job), void *job)
{
    pthread_t started[MOST_THREADS];
    int running = 0;
    for (threads = threads > MOST_THREADS ? MOST_THREADS : threads; running + 1 < threads; running++)
        if (pthread_create(&started[running], NULL, work, job) != 0)
            break;
    work(job);
    while (running > 0)
        pthread_join(started[--running], NULL);
}
