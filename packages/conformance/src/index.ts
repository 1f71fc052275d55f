export type { CaseResult, Report, ShownExchange } from './report/report.ts'
export { openConformance, runConformance, type OpenConformance } from './run-conformance.ts'
export { CouldNotRunError } from './session/could-not-run-error.ts'
export type { ConformanceOptions } from './session/options.ts'
