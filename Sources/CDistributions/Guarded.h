#ifndef GUARDED_H
#define GUARDED_H

#include <boost/math/policies/policy.hpp>
#include <cmath>
#include <stdexcept>

#include "CDistributions.h"

// How Boost's functions are called: errors as exceptions, and none of them leaves.
namespace guarded_functions {

using namespace boost::math::policies;

// No long double: the same bits on x86-64 and arm64.
typedef policy<promote_double<false>, domain_error<throw_on_error>, pole_error<throw_on_error>,
               overflow_error<throw_on_error>, evaluation_error<throw_on_error>, underflow_error<ignore_error>,
               denorm_error<ignore_error>>
    Policy;

inline cdist_result failure(cdist_status status) { return {std::nan(""), status}; }

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

}  // namespace guarded_functions

#endif
