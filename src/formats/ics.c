/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing calendars with libical. */
#include "formats/ics.h"
#include <libical/ical.h>
#include "base/time.h"

static struct icaltimetype instant_of(int64_t at)
{
    return icaltime_from_timet_with_zone((time_t)at, 0, icaltimezone_get_utc_timezone());
}

static struct icaltimetype date_of(int64_t day)
{
    struct civil civil = civil_from_days(day);
    struct icaltimetype date = icaltime_null_date();
    date.year = civil.year;
    date.month = civil.month;
    date.day = civil.day;
    return date;
}

static icalcomponent *event_of(const struct ics_event *event, int64_t made_at)
{
    icalcomponent *one = icalcomponent_new_vevent();
    icalcomponent_add_property(one, icalproperty_new_uid(event->uid));
    icalcomponent_add_property(one, icalproperty_new_dtstamp(instant_of(made_at)));
    icalcomponent_add_property(one, icalproperty_new_summary(event->title));
    if (event->text)
        icalcomponent_add_property(one, icalproperty_new_description(event->text));
    if (event->place)
        icalcomponent_add_property(one, icalproperty_new_location(event->place));
    if (event->url)
        icalcomponent_add_property(one, icalproperty_new_url(event->url));
    icalcomponent_add_property(one, icalproperty_new_dtstart(event->whole_day ? date_of(event->day)
                                                                              : instant_of(event->at)));
    icalcomponent_add_property(one, icalproperty_new_dtend(event->whole_day ? date_of(event->day + 1)
                                   : instant_of(event->at + (int64_t)event->minutes * 60)));
    return one;
}

const char *ics_write(struct arena *arena, const char *name, const struct ics_event *events, size_t count,
                      int64_t made_at)
{
    icalcomponent *calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    if (!calendar)
        return NULL;
    icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar, icalproperty_new_prodid("-//Maillage//FR"));
    icalproperty *title = icalproperty_new_x(name);
    icalproperty_set_x_name(title, "X-WR-CALNAME");
    icalcomponent_add_property(calendar, title);
    for (size_t i = 0; i < count; i++)
        icalcomponent_add_component(calendar, event_of(&events[i], made_at));
    char *text = icalcomponent_as_ical_string_r(calendar);
    const char *kept = arena_text(arena, text);
    icalmemory_free_buffer(text);
    icalcomponent_free(calendar);
    return kept;
}
