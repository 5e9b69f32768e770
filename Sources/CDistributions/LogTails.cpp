#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>

#include "CDistributions.h"
#include "Guarded.h"

// Logarithms of tail probabilities: of the probability itself where it is a double with all its digits, by the series or the
// continued fraction with a logarithmic prefix where it is smaller than that.

using guarded_functions::Policy;
using guarded_functions::guarded;

namespace {

// Below it a probability may have lost digits on its way.
const double smallest = 1e-290;
const int most_terms = 100000;
const double tiny = 1e-300;
const double precision = 1e-16;

// The logarithm of a probability that is told with its complement, or what `deep` computes where it is too small.
template <typename Deep>
double log_of(double probability, double complement, Deep deep) {
  if (probability > 0.5) return std::log1p(-complement);
  return probability > smallest ? std::log(probability) : deep();
}

// Abramowitz & Stegun 6.5.31 by Lentz's algorithm; for x > a + 1.
double log_gamma_upper(double a, double x) {
  double b = x + 1 - a;
  double c = 1 / tiny;
  double d = 1 / b;
  double fraction = d;
  for (int i = 1; i < most_terms; i++) {
    const double term = -i * (i - a);
    b += 2;
    d = term * d + b;
    if (std::fabs(d) < tiny) d = tiny;
    c = b + term / c;
    if (std::fabs(c) < tiny) c = tiny;
    d = 1 / d;
    fraction *= d * c;
    if (std::fabs(d * c - 1) < precision) break;
  }
  return -x + a * std::log(x) - boost::math::lgamma(a, Policy()) + std::log(fraction);
}

// Abramowitz & Stegun 6.5.29; for x < a + 1.
double log_gamma_lower(double a, double x) {
  double term = 1;
  double sum = 1;
  for (int i = 1; i < most_terms && term > precision * sum; i++) {
    term *= x / (a + i);
    sum += term;
  }
  return -x + a * std::log(x) - boost::math::lgamma(a + 1, Policy()) + std::log(sum);
}

// Abramowitz & Stegun 26.5.8 by Lentz's algorithm; for x < (a + 1)/(a + b + 2).
double log_beta_lower(double a, double b, double x, double rest) {
  double c = 1;
  double d = 1 - (a + b) * x / (a + 1);
  if (std::fabs(d) < tiny) d = tiny;
  d = 1 / d;
  double fraction = d;
  for (int i = 1; i < most_terms; i++) {
    const double even = i * (b - i) * x / ((a + 2 * i - 1) * (a + 2 * i));
    d = 1 + even * d;
    if (std::fabs(d) < tiny) d = tiny;
    c = 1 + even / c;
    if (std::fabs(c) < tiny) c = tiny;
    d = 1 / d;
    fraction *= d * c;
    const double odd = -(a + i) * (a + b + i) * x / ((a + 2 * i) * (a + 2 * i + 1));
    d = 1 + odd * d;
    if (std::fabs(d) < tiny) d = tiny;
    c = 1 + odd / c;
    if (std::fabs(c) < tiny) c = tiny;
    d = 1 / d;
    fraction *= d * c;
    if (std::fabs(d * c - 1) < precision) break;
  }
  const double beta = boost::math::lgamma(a, Policy()) + boost::math::lgamma(b, Policy()) -
                      boost::math::lgamma(a + b, Policy());
  return a * std::log(x) + b * std::log(rest) - beta - std::log(a) + std::log(fraction);
}

double gamma_log(double shape, double x, cdist_tail tail) {
  const double lower = boost::math::gamma_p(shape, x, Policy());
  const double upper = boost::math::gamma_q(shape, x, Policy());
  return tail == cdist_lower ? log_of(lower, upper, [=] { return log_gamma_lower(shape, x); })
                             : log_of(upper, lower, [=] { return log_gamma_upper(shape, x); });
}

}  // namespace

cdist_result cdist_normal_log_cdf(double x, cdist_tail tail) {
  return guarded([=] {
    if (std::isnan(x)) throw std::domain_error("x");
    const double distance = tail == cdist_upper ? x : -x;
    // Half of a chi-squared's tail with one degree of freedom.
    if (distance > 0) return gamma_log(0.5, distance * distance / 2, cdist_upper) + std::log(0.5);
    return std::log1p(-boost::math::erfc(-distance / std::sqrt(2.0), Policy()) / 2);
  });
}

cdist_result cdist_gamma_log_cdf(double shape, double x, cdist_tail tail) {
  return guarded([=] { return gamma_log(shape, x, tail); });
}

cdist_result cdist_beta_log_cdf(double a, double b, double x, double rest, cdist_tail tail) {
  return guarded([=] {
    const bool is_small = x <= rest;
    const double lower = is_small ? boost::math::ibeta(a, b, x, Policy()) : boost::math::ibetac(b, a, rest, Policy());
    const double upper = is_small ? boost::math::ibetac(a, b, x, Policy()) : boost::math::ibeta(b, a, rest, Policy());
    return tail == cdist_lower ? log_of(lower, upper, [=] { return log_beta_lower(a, b, x, rest); })
                               : log_of(upper, lower, [=] { return log_beta_lower(b, a, rest, x); });
  });
}
