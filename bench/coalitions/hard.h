/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Set covers that nobody proves in time, invented. */
#pragma once

/* Writes FOLDER/hard-e.txt to hard-h.txt, in the manner of the problems NRE to NRH of the OR-Library (by rows, costs
 * from 1 to 100; one entry in ten, five, fifty and twenty), and FOLDER/hard-crews.txt, in that of its railway crews
 * (by columns: tours of up to twelve trips, of cost 1 or 2). 0, or 2 when a file cannot be written. */
int write_hard(const char *folder);
