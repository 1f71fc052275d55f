import type { chainContract } from '../chain/chain-contract.ts'
import type { ChainProblemCode } from '../chain/errors.ts'
import type { Evidence, OperationName } from './evidence.ts'
import { sources } from './sources.ts'

export const chainOperationEvidence: Record<OperationName<typeof chainContract>, Evidence> = {
  root: {
    level: 'captured',
    source: `${sources.liveMeasurements}; versions from i-network-protocol-tracker`,
    note: `Versions and passphrase are captured; the other fields are those of ${sources.horizon}.`,
  },
  transaction: {
    level: 'captured',
    source: 'pi-apps/demo issue 279; pull request 152 of pi-explorer (the memo)',
    note: `The media type is that of ${sources.horizon}.`,
  },
}

export const chainProblemEvidence: Record<ChainProblemCode, Evidence> = {
  not_found: { level: 'captured', source: sources.fleetNote, assumed: ['message'] },
  bad_request: {
    level: 'inferred',
    source: sources.horizon,
    assumed: ['message'],
    note: 'Not seen at Pi.',
  },
  forbidden: {
    level: 'assumed',
    source: sources.none,
    assumed: ['status', 'message', 'body'],
    note: "The mock's own guard against foreign web pages.",
  },
  method_not_allowed: {
    level: 'assumed',
    source: sources.none,
    assumed: ['status', 'message', 'body'],
    note: 'Not seen at Pi.',
  },
  server_error: {
    level: 'inferred',
    source: sources.horizon,
    assumed: ['message'],
    note: 'Not seen at Pi.',
  },
}
