/*
 * date.h - days as people write them into rules and comments.
 */
#ifndef CDR_BASE_DATE_H
#define CDR_BASE_DATE_H

#include "cdreview/str.h"

/* True for a day of the calendar in the form YYYY-MM-DD; February has 29 days in every year. */
bool cdr_date_is(struct cdr_str str);

#endif
