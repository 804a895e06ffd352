/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Several threads at one job. The job hands out its pieces (an atomic counter), each to one thread alone, so that no
 * result depends on how many there are. */
#pragma once

enum { MOST_THREADS = 64 };

/* work(job) on so many threads (held in 1 … MOST_THREADS; fewer when the system gives no more), one of them the
 * caller's; returns once all have. */
void work_together(int threads, void *(*work)(void *job), void *job);
