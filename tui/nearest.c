/* Levenshtein distance over short names; a typing error is worth a hint, a guess is not. */
#include "nearest.h"

#include <stddef.h>
#include <string.h>

#define NAME_MAX_LEN 32

static int min3(int a, int b, int c)
{
	int least = a < b ? a : b;

	return least < c ? least : c;
}

static int edits(const char *a, size_t a_len, const char *b, size_t b_len)
{
	int row[NAME_MAX_LEN + 1];

	for (size_t j = 0; j <= b_len; j++)
		row[j] = (int)j;
	for (size_t i = 1; i <= a_len; i++) {
		int diagonal = row[0];

		row[0] = (int)i;
		for (size_t j = 1; j <= b_len; j++) {
			int above = row[j];

			row[j] = min3(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
			diagonal = above;
		}
	}
	return row[b_len];
}

void tui_nearest_offer(struct tui_nearest *nearest, const char *name)
{
	size_t word_len = strlen(nearest->word), name_len = strlen(name);
	int limit = name_len < 6 ? 1 : (int)(name_len / 3);
	int distance;

	if (word_len == 0 || word_len > NAME_MAX_LEN || name_len > NAME_MAX_LEN)
		return;
	distance = edits(nearest->word, word_len, name, name_len);
	if (distance > limit || (nearest->best && distance >= nearest->distance))
		return;
	nearest->best = name;
	nearest->distance = distance;
}
