export { controlContract, type ControlOperation } from './control-contract.ts'
export { commonControlErrors, controlErrors, type ControlErrorCode } from './errors.ts'
export { MOCK_API_KEY_PREFIX, MOCK_RULE_HEADER, MOCK_SPELLING_HEADER } from './mock-marks.ts'
export {
  appIdSchema,
  controlAppSchema,
  controlErrorSchema,
  controlPaymentSchema,
  controlUserSchema,
  settingsSchema,
  spellingSchema,
  worldSchema,
  type Settings,
  type Spelling,
} from './schemas.ts'
