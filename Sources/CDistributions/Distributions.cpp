#include "CDistributions.h"
#include "Guarded.h"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/non_central_chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>

using guarded_functions::Policy;
using guarded_functions::guarded;

namespace {

template <typename Distribution>
double cumulative(const Distribution &distribution, double x, cdist_tail tail) {
  return tail == cdist_lower ? boost::math::cdf(distribution, x)
                             : boost::math::cdf(boost::math::complement(distribution, x));
}

template <typename Distribution>
double quantile_of(const Distribution &distribution, double p, cdist_tail tail) {
  return tail == cdist_lower ? boost::math::quantile(distribution, p)
                             : boost::math::quantile(boost::math::complement(distribution, p));
}

}  // namespace

double cdist_exp(double x) { return std::exp(x); }
double cdist_atanh(double x) { return std::atanh(x); }
double cdist_tanh(double x) { return std::tanh(x); }

cdist_result cdist_normal_cdf(double x, cdist_tail tail) {
  return guarded([=] { return cumulative(boost::math::normal_distribution<double, Policy>(), x, tail); });
}

cdist_result cdist_normal_quantile(double p, cdist_tail tail) {
  return guarded([=] { return quantile_of(boost::math::normal_distribution<double, Policy>(), p, tail); });
}

cdist_result cdist_beta_cdf(double a, double b, double x, cdist_tail tail) {
  return guarded([=] { return cumulative(boost::math::beta_distribution<double, Policy>(a, b), x, tail); });
}

cdist_result cdist_beta_quantile(double a, double b, double p, cdist_tail tail) {
  return guarded([=] { return quantile_of(boost::math::beta_distribution<double, Policy>(a, b), p, tail); });
}

cdist_result cdist_chi_squared_cdf(double df, double x, cdist_tail tail) {
  return guarded([=] { return cumulative(boost::math::chi_squared_distribution<double, Policy>(df), x, tail); });
}

cdist_result cdist_chi_squared_quantile(double df, double p, cdist_tail tail) {
  return guarded([=] { return quantile_of(boost::math::chi_squared_distribution<double, Policy>(df), p, tail); });
}

cdist_result cdist_student_t_cdf(double df, double x, cdist_tail tail) {
  return guarded([=] { return cumulative(boost::math::students_t_distribution<double, Policy>(df), x, tail); });
}

cdist_result cdist_student_t_quantile(double df, double p, cdist_tail tail) {
  return guarded([=] { return quantile_of(boost::math::students_t_distribution<double, Policy>(df), p, tail); });
}

cdist_result cdist_f_cdf(double df1, double df2, double x, cdist_tail tail) {
  return guarded(
      [=] { return cumulative(boost::math::fisher_f_distribution<double, Policy>(df1, df2), x, tail); });
}

double cdist_log(double x) { return std::log(x); }

double cdist_log2(double x) { return std::log2(x); }

double cdist_log10(double x) { return std::log10(x); }

double cdist_log1p(double x) { return std::log1p(x); }

double cdist_pow(double x, double y) { return std::pow(x, y); }

cdist_result cdist_log_gamma(double x) {
  return guarded([=] { return boost::math::lgamma(x, Policy()); });
}

cdist_result cdist_digamma(double x) {
  return guarded([=] { return boost::math::digamma(x, Policy()); });
}

cdist_result cdist_trigamma(double x) {
  return guarded([=] { return boost::math::trigamma(x, Policy()); });
}

cdist_result cdist_gamma_cdf(double shape, double x, cdist_tail tail) {
  return guarded([=] { return cumulative(boost::math::gamma_distribution<double, Policy>(shape), x, tail); });
}

cdist_result cdist_gamma_quantile(double shape, double p, cdist_tail tail) {
  return guarded([=] { return quantile_of(boost::math::gamma_distribution<double, Policy>(shape), p, tail); });
}

cdist_result cdist_noncentral_chi_squared_cdf(double df, double noncentrality, double x, cdist_tail tail) {
  return guarded([=] {
    return cumulative(boost::math::non_central_chi_squared_distribution<double, Policy>(df, noncentrality), x, tail);
  });
}

cdist_result cdist_noncentral_chi_squared_quantile(double df, double noncentrality, double p, cdist_tail tail) {
  return guarded([=] {
    return quantile_of(boost::math::non_central_chi_squared_distribution<double, Policy>(df, noncentrality), p, tail);
  });
}
