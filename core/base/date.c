/* date.c - a date that is none must not count as one far away. */
#include "base/date.h"

static bool has_form(struct cdr_str str)
{
	static const char form[] = "dddd-dd-dd";

	for (size_t i = 0; i < str.len && i < sizeof(form) - 1; i++)
		if (form[i] == 'd' ? str.ptr[i] < '0' || str.ptr[i] > '9' : str.ptr[i] != '-')
			return false;
	return str.len == sizeof(form) - 1;
}

static int number_at(struct cdr_str str, size_t from)
{
	return (str.ptr[from] - '0') * 10 + (str.ptr[from + 1] - '0');
}

bool cdr_date_is(struct cdr_str str)
{
	static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int month, day;

	if (!has_form(str))
		return false;
	month = number_at(str, 5);
	day = number_at(str, 8);
	return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}
