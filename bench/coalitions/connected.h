/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Teams of people who are tied together. */
#pragma once

/* Lines "connected SKILLS HOLDERS COST LED MEMBERS SECONDS". */
void measure_connected(void);
