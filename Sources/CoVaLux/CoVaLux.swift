// One import shows everything that a user of the library needs.
@_exported public import CohortModel
@_exported public import CohortStore
@_exported public import Postgres
@_exported public import Questionnaires
