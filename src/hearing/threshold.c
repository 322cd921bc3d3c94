/* The threshold of hearing as a table of measured values, straight lines over the logarithm of frequency
 * between them. 20 Hz to 12.5 kHz: the threshold of ISO 226:2023 and ISO 389-7:2019. 14 to 18 kHz: ISO
 * 389-7:2005. 4 to 16 Hz: T. Watanabe and H. Moller, J. Low Freq. Noise Vib. 9 (1990) 106. */
#include "hearing/threshold.h"

#include <math.h>

static const struct {
    double f_hz, db;
} heard[] = {
    {4, 107},      {8, 100},      {10, 97},    {12.5, 92},   {16, 88},      {20, 78.1},    {25, 68.7},
    {31.5, 59.5},  {40, 51.1},    {50, 44.0},  {63, 37.5},   {80, 31.5},    {100, 26.5},   {125, 22.1},
    {160, 17.9},   {200, 14.4},   {250, 11.4}, {315, 8.6},   {400, 6.2},    {500, 4.4},    {630, 3.0},
    {800, 2.2},    {1000, 2.4},   {1250, 3.5}, {1600, 1.7},  {2000, -1.3},  {2500, -4.2},  {3150, -6.0},
    {4000, -5.4},  {5000, -1.5},  {6300, 6.0}, {8000, 12.6}, {10000, 13.9}, {12500, 12.3}, {14000, 18.4},
    {16000, 40.2}, {18000, 73.2},
};
enum { N_HEARD = sizeof heard / sizeof heard[0] };

double hum_threshold_db(double f_hz)
{
    size_t i = 0; /* outside the table the first or last line is continued */
    while (i + 2 < N_HEARD && f_hz > heard[i + 1].f_hz)
        i++;
    double t = log(f_hz / heard[i].f_hz) / log(heard[i + 1].f_hz / heard[i].f_hz);
    return heard[i].db + t * (heard[i + 1].db - heard[i].db);
}
