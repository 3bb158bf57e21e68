/* The yardstick for counting: the same Scottish STV of an ungrouped ballot file, in plain C.

   It reads the file once from start to end into a table of preferences, keeps a pile of ballots for each
   candidate, and moves only the papers of the candidate who moves. It prints the elected, and on standard error
   the processor's time it took from open to result. Build: cc -O2 -o count count.c
   It knows only plain files (a number of papers, preferences, 0) and breaks ties by the first listed. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 256, ONE = 100000 };

typedef struct { uint32_t first, papers; int64_t value; int32_t next; } Ballot;

static uint8_t *preferences;
static Ballot *ballots;
static int32_t pile[MOST];
static int64_t votes[MOST];
static char continuing[MOST], waiting[MOST];
static int candidates, seats;

static void give(int32_t number)
{
    Ballot *ballot = &ballots[number];
    while (preferences[ballot->first] && !continuing[preferences[ballot->first]]) ballot->first++;
    int holder = preferences[ballot->first];
    ballot->next = pile[holder];
    pile[holder] = number;
    votes[holder] += ballot->value * ballot->papers;
}

static void move(int who, int64_t surplus, int64_t held)
{
    int32_t number = pile[who];
    pile[who] = -1;
    while (number >= 0) {
        int32_t next = ballots[number].next;
        if (surplus) ballots[number].value = surplus * ballots[number].value / held;
        give(number);
        number = next;
    }
}

static int64_t digits(const char **at)
{
    while (**at < '0') (*at)++;
    int64_t number = 0;
    while (**at >= '0') number = number * 10 + *(*at)++ - '0';
    return number;
}

static int64_t load(const char *name)
{
    int file = open(name, O_RDONLY);
    struct stat about;
    if (file < 0 || fstat(file, &about)) exit(1);
    char *text = malloc(about.st_size + 1);
    for (ssize_t got, at = 0; (got = read(file, text + at, about.st_size - at)) > 0;) at += got;
    text[about.st_size] = 0;
    const char *at = text;
    candidates = digits(&at), seats = digits(&at);
    preferences = malloc(about.st_size);
    ballots = malloc(about.st_size / 4 * sizeof *ballots);
    uint32_t used = 0;
    int64_t number = 0, papers;
    while ((papers = digits(&at))) {
        ballots[number] = (Ballot){used, papers, ONE, -1};
        do preferences[used] = digits(&at); while (preferences[used++]);
        number++;
    }
    free(text);
    return number;
}

int main(int count, char **arguments)
{
    struct timespec start, end;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    int64_t number = load(arguments[count - 1]), valid = 0;
    memset(pile, -1, sizeof pile);
    for (int who = 1; who <= candidates; who++) continuing[who] = 1;
    for (int64_t each = 0; each < number; each++) give(each), valid += preferences[ballots[each].first] ? ballots[each].papers : 0;
    int64_t quota = (valid / (seats + 1) + 1) * ONE;
    int left = candidates, elected = 0;
    for (;;) {
        int largest = 0, lowest = 0;
        for (int who = 1; who <= candidates; who++)
            if (continuing[who] && votes[who] >= quota && elected < seats)
                continuing[who] = 0, left--, elected++, waiting[who] = votes[who] > quota, printf("%d ", who);
        if (elected == seats || left <= seats - elected) break;
        for (int who = 1; who <= candidates; who++) {
            if (waiting[who] && (!largest || votes[who] > votes[largest])) largest = who;
            if (continuing[who] && (!lowest || votes[who] < votes[lowest])) lowest = who;
        }
        if (largest) {
            int64_t held = votes[largest];
            waiting[largest] = 0, votes[largest] = quota;
            move(largest, held - quota, held);
        } else {
            continuing[lowest] = 0, left--, votes[lowest] = 0;
            move(lowest, 0, 1);
        }
    }
    for (int who = 1; who <= candidates; who++)
        if (continuing[who] && elected < seats) elected++, printf("%d ", who);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    printf("\n");
    fprintf(stderr, "%.6f\n", end.tv_sec - start.tv_sec + (end.tv_nsec - start.tv_nsec) / 1e9);
    return 0;
}
