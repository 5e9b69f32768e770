#include <cmath>
#include <limits>

#include "CDistributions.h"

// Probabilities of counts by the saddle point: Loader (2000), "Fast and accurate computation of binomial probabilities".
// Differences of log-gammas would lose eight digits for a thousand million persons.

namespace {

const double impossible = -std::numeric_limits<double>::infinity();
const double log_two_pi = 1.837877066409345483560659472811;

// log n! minus Stirling's formula.
double stirling_error(double n) {
  static const double exact[] = {0,
                                 0.0810614667953272582196702,
                                 0.0413406959554092940938221,
                                 0.02767792568499833914878929,
                                 0.02079067210376509311152277,
                                 0.01664469118982119216319487,
                                 0.01387612882307074799874573,
                                 0.01189670994589177009505572,
                                 0.010411265261972096497478567,
                                 0.009255462182712732917728637,
                                 0.008330563433362871256469318,
                                 0.007573675487951840794972024,
                                 0.006942840107209529865664152,
                                 0.006408994188004207068439631,
                                 0.005951370112758847735624416,
                                 0.005554733551962801371038690};
  if (n < 16) return exact[static_cast<int>(n)];
  const double square = n * n;
  return (1.0 / 12 -
          (1.0 / 360 -
           (1.0 / 1260 - (1.0 / 1680 - (1.0 / 1188 - 691.0 / 360360 / square) / square) / square) / square) /
              square) /
         n;
}

// x log(x/mean) + mean - x without cancellation near the mean.
double deviance(double x, double mean) {
  if (std::fabs(x - mean) < 0.1 * (x + mean)) {
    const double v = (x - mean) / (x + mean);
    double sum = (x - mean) * v;
    double term = 2 * x * v;
    for (int j = 1; j < 1000; j++) {
      term *= v * v;
      const double next = sum + term / (2 * j + 1);
      if (next == sum) return next;
      sum = next;
    }
    return sum;
  }
  return x * std::log(x / mean) + mean - x;
}

bool is_count(double x) { return x >= 0 && x == std::floor(x) && x < 1e18; }

double binomial(double k, double n, double p, double q) {
  if (p == 0) return k == 0 ? 0 : impossible;
  if (q == 0) return k == n ? 0 : impossible;
  if (k == 0) return n == 0 ? 0 : (p < 0.1 ? -deviance(n, n * q) - n * p : n * std::log(q));
  if (k == n) return q < 0.1 ? -deviance(n, n * p) - n * q : n * std::log(p);
  const double fit = stirling_error(n) - stirling_error(k) - stirling_error(n - k) - deviance(k, n * p) -
                     deviance(n - k, n * q);
  return fit - 0.5 * (log_two_pi + std::log(k) + std::log1p(-k / n));
}

}  // namespace

double cdist_binomial_log_pmf(double k, double n, double p) {
  if (!is_count(k) || !is_count(n) || k > n || !(p >= 0 && p <= 1)) return impossible;
  return binomial(k, n, p, 1 - p);
}

double cdist_poisson_log_pmf(double k, double mean) {
  if (!is_count(k) || !(mean >= 0)) return impossible;
  if (mean == 0) return k == 0 ? 0 : impossible;
  if (k == 0) return -mean;
  return -stirling_error(k) - deviance(k, mean) - 0.5 * (log_two_pi + std::log(k));
}

double cdist_hypergeometric_log_pmf(double k, double marked, double unmarked, double drawn) {
  if (!is_count(k) || !is_count(marked) || !is_count(unmarked) || !is_count(drawn)) return impossible;
  if (k > marked || k > drawn || drawn - k > unmarked) return impossible;
  const double total = marked + unmarked;
  if (drawn == 0 || drawn == total) return 0;
  const double p = drawn / total;
  const double q = (total - drawn) / total;
  return binomial(k, marked, p, q) + binomial(drawn - k, unmarked, p, q) - binomial(drawn, total, p, q);
}
