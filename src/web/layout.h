/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The frame of every page: what stands around <main>. */
#pragma once
#include "web/request.h"

struct frame {
    const char *title;                     /* of the page, already translated; the site's name follows it */
    const char *flash;                     /* a message shown once, already translated; NULL: none */
    /* INVALID puts "Error:" before the title; 400 and more are kept out of indexes */
    int status;
};

/* From <!doctype html> to the opening of <main>, into rq->reply.body. */
void layout_open(struct request *rq, const struct frame *frame);
/* A link to the page above this one, by the name it has in the menu; nothing when there is none that this person may
 * open. For pages that are only a form. */
void draw_way_back(struct request *rq);
/* From the end of <main> to the end of the page. */
void layout_close(struct request *rq);

/* The site's name: what app->site_name says, else "Maillage". */
const char *site_name(struct request *rq);
/* The address of an asset with its hash, "/style.css" → "/style.1a2b3c4d.css". Kept by whoever bakes the assets. */
const char *asset_address(const char *path);
