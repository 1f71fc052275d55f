import { errorEvidence, operationEvidence } from '@aloha-pi/contracts/evidence'
import { wireExchanges } from '@aloha-pi/contracts/fixtures'
import { conformanceDrivers } from './conformance-drivers.ts'
import { declaredDrivers } from './declared-drivers.ts'
import { declaredTests } from './declared-tests.ts'
import { fixtureDrivers } from './fixture-drivers.ts'
import { tablesOf, type DriverTables, type RowNames } from './driver-rows.ts'

const names: RowNames = {
  operations: {
    platform: Object.keys(operationEvidence.platform),
    aloha: Object.keys(operationEvidence.aloha),
    chain: Object.keys(operationEvidence.chain),
  },
  errors: {
    platform: Object.keys(errorEvidence.platform),
    notification: Object.keys(errorEvidence.notification),
    verification: Object.keys(errorEvidence.verification),
    aloha: Object.keys(errorEvidence.aloha),
    chain: Object.keys(errorEvidence.chain),
  },
}

/** What drives every operation and every error, read from the tests themselves. */
export function collectDrivers(root: URL): DriverTables {
  return tablesOf(names, [
    ...declaredDrivers(root, declaredTests),
    ...conformanceDrivers(),
    ...fixtureDrivers(wireExchanges),
  ])
}
