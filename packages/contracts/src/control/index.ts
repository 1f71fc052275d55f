export { controlContract, type ControlOperation } from './control-contract.ts'
export { commonControlErrors, controlErrors, type ControlErrorCode } from './errors.ts'
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
