#ifndef CDISTRIBUTIONS_H
#define CDISTRIBUTIONS_H

// Distribution functions over Boost.Math, for Swift to call without C++ interoperability.
// No exception leaves these functions: what cannot be computed is told by the status.

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
  cdist_defined = 0,
  // An argument is outside the function's domain, or not a number.
  cdist_undefined = 1,
  // The series or the root search did not converge, or the result does not fit a double.
  cdist_not_computed = 2,
} cdist_status;

// Small tail probabilities must be asked for as such: 1 - cdf loses them.
typedef enum { cdist_lower = 0, cdist_upper = 1 } cdist_tail;

typedef struct {
  double value;
  cdist_status status;
} cdist_result;

// e to the x, so that pure Swift modules need no platform's C library for it.
double cdist_exp(double x);
double cdist_atanh(double x);
double cdist_tanh(double x);

cdist_result cdist_normal_cdf(double x, cdist_tail tail);
cdist_result cdist_normal_quantile(double p, cdist_tail tail);

cdist_result cdist_beta_cdf(double a, double b, double x, cdist_tail tail);
cdist_result cdist_beta_quantile(double a, double b, double p, cdist_tail tail);

cdist_result cdist_chi_squared_cdf(double df, double x, cdist_tail tail);
cdist_result cdist_chi_squared_quantile(double df, double p, cdist_tail tail);

cdist_result cdist_student_t_cdf(double df, double x, cdist_tail tail);
cdist_result cdist_student_t_quantile(double df, double p, cdist_tail tail);

cdist_result cdist_f_cdf(double df1, double df2, double x, cdist_tail tail);

// As those of <math.h>: NaN and infinity where the argument is outside.
double cdist_log(double x);
double cdist_log2(double x);
double cdist_log10(double x);
double cdist_log1p(double x);
double cdist_pow(double x, double y);
cdist_result cdist_log_gamma(double x);
cdist_result cdist_digamma(double x);
cdist_result cdist_trigamma(double x);

// Of scale 1.
cdist_result cdist_gamma_cdf(double shape, double x, cdist_tail tail);
cdist_result cdist_gamma_quantile(double shape, double p, cdist_tail tail);

cdist_result cdist_noncentral_chi_squared_cdf(double df, double noncentrality, double x, cdist_tail tail);
cdist_result cdist_noncentral_chi_squared_quantile(double df, double noncentrality, double p, cdist_tail tail);

// Logarithms of tails, which reach where the tails themselves are smaller than any double. Of the beta distribution both x
// and 1 - x are wanted, as the smaller of them carries the digits.
cdist_result cdist_normal_log_cdf(double x, cdist_tail tail);
cdist_result cdist_gamma_log_cdf(double shape, double x, cdist_tail tail);
cdist_result cdist_beta_log_cdf(double a, double b, double x, double rest, cdist_tail tail);

// Logarithms of the probability of one count; minus infinity for a count that cannot be.
double cdist_binomial_log_pmf(double k, double n, double p);
double cdist_poisson_log_pmf(double k, double mean);
// k of `drawn` are marked, where `marked` and `unmarked` lie in the urn.
double cdist_hypergeometric_log_pmf(double k, double marked, double unmarked, double drawn);

#ifdef __cplusplus
}
#endif

#endif
