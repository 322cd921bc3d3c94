/* Constants of nature (CODATA 2018; c and k are exact), and pi. */
#ifndef HUM_BASE_CONSTANTS_H
#define HUM_BASE_CONSTANTS_H

#define HUM_PI 3.14159265358979323846
#define HUM_LIGHT_M_S 299792458.0
#define HUM_MU0_H_M 1.25663706212e-6
#define HUM_EPS0_F_M 8.8541878128e-12
#define HUM_MU0_EPS0 1.11265005605e-17 /* 1 / c^2, s2/m2 */
#define HUM_BOLTZMANN_J_K 1.380649e-23

#endif
