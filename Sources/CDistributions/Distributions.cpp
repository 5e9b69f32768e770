#include "CDistributions.h"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>

namespace {

using namespace boost::math::policies;

// No long double: the same bits on x86-64 and arm64.
typedef policy<promote_double<false>, domain_error<throw_on_error>, pole_error<throw_on_error>,
               overflow_error<throw_on_error>, evaluation_error<throw_on_error>, underflow_error<ignore_error>,
               denorm_error<ignore_error>>
    Policy;

cdist_result failure(cdist_status status) { return {std::nan(""), status}; }

template <typename Function>
cdist_result guarded(Function function) noexcept {
  try {
    const double value = function();
    if (!std::isfinite(value)) return failure(cdist_not_computed);
    return {value, cdist_defined};
  } catch (const std::domain_error &) {
    return failure(cdist_undefined);
  } catch (...) {
    return failure(cdist_not_computed);
  }
}

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
