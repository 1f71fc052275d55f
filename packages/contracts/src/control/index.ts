export {
  appIdSchema,
  controlAppSchema,
  originSchema,
  originsSchema,
  redirectUriSchema,
  redirectUrisSchema,
} from './app-schemas.ts'
export { controlContract } from './control-contract.ts'
export {
  EVENT_KINDS,
  mockEventSchema,
  type MockEvent,
  type MockEventKind,
} from './event-schemas.ts'
export {
  JOURNAL_DEFAULTS,
  journalQuerySchema,
  journalWaitQuerySchema,
  replaySchema,
  type Journal,
  type JournalApi,
  type JournalEntry,
  type JournalQuery,
  type JournalWait,
  type JournalWaitQuery,
} from './journal-schemas.ts'
export { commonControlErrors, controlErrors, type ControlErrorCode } from './errors.ts'
export { explanationSchema, refusalsSchema } from './explanation-schemas.ts'
export { MAX_FAULT_DELAY_MS, faultEffectTypes, type FaultEffect } from './fault-effects.ts'
export { faultCodes, faultOperations, isInOperation, wrongKeyBody } from './fault-names.ts'
export { faultSchema, faultsSchema, newFaultSchema, type NewFault } from './fault-schemas.ts'
export { controlLedgerSchema, fundedAccountSchema } from './ledger-schemas.ts'
export { LAST_CLOCK_TIME, MAX_CLOCK_WAIT_MS, startTimeSchema } from './last-clock-time.ts'
export { LAST_LEDGER, LAST_LEDGER_BY_CLOCK } from './ledger-limits.ts'
export { matchesPath } from './matches-path.ts'
export { MOCK_API_KEY_PREFIX, MOCK_RULE_HEADER, MOCK_SPELLING_HEADER } from './mock-marks.ts'
export type { ControlOperation } from './operation.ts'
export { presetFamilies, presetNames, type PresetFamily, type PresetName } from './preset-names.ts'
export {
  adviceFor,
  presetNameSchema,
  startPresetSchema,
  type AppliedPreset,
  type Preset,
  type PresetOrder,
  type StartPreset,
} from './preset-schemas.ts'
export { brokenRedirectRule, isLoopbackUri } from './redirect-uri.ts'
export {
  controlErrorSchema,
  controlPaymentSchema,
  controlUserSchema,
  sdkReportsSchema,
  worldSchema,
} from './schemas.ts'
export {
  settingsPatchSchema,
  settingsSchema,
  spellingSchema,
  type Autopilot,
  type Settings,
  type SettingsPatch,
  type Spelling,
} from './settings-schema.ts'
export {
  seedDataJsonSchema,
  seedDataSchema,
  type AddedSeedData,
  type SeedData,
} from './seed-data-schemas.ts'
export {
  SNAPSHOT_FORMAT,
  SNAPSHOT_VERSION,
  snapshotSchema,
  type Snapshot,
} from './snapshot-schemas.ts'
export { usernameSchema } from './username-schema.ts'
export { CONTROL_PATH, worldIdentitySchema } from './world-identity.ts'
export { DEFAULT_WORLD, WORLD_HEADER, worldNameSchema, worldPrefix } from './world-name.ts'
export { newWorldSchema, type NamedWorld, type NewWorld } from './world-schemas.ts'
