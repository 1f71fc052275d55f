export { createMockControl, type MockControlOptions } from './create-mock-control.ts'
export type { EventsOptions, MockControl } from './mock-control.ts'
export { MockControlError, type MockControlErrorCode } from './mock-control-error.ts'
