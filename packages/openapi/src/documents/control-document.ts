import { fillMessage } from '@aloha-pi/contracts'
import {
  commonControlErrors,
  controlContract,
  controlErrors,
  type ControlErrorCode,
  type ControlOperation,
} from '@aloha-pi/contracts/control'
import { errorEvidence, operationEvidence } from '@aloha-pi/contracts/evidence'
import type { OpenAPIObject } from 'openapi3-ts/oas31'
import { buildDocument } from '../build/build-document.ts'
import type { DocumentedError, DocumentSource } from '../build/document-source.ts'
import { evidenceOf } from './evidence-of.ts'
import { controlExamples } from '../examples/control-examples.ts'
import { appId, paymentId } from '../examples/identifiers.ts'
import { infoOf } from './info.ts'
import { localMock, type DocumentOptions } from './servers.ts'

/** By the first part of the path behind the prefix. */
const tags = {
  world: 'A world as a whole: identity, settings, reset, snapshots.',
  worlds: 'Several worlds in one mock, each with its own apps, users, payments, ledger and clock.',
  clock: 'The virtual clock that expiry and token life follow.',
  apps: 'Pi apps with their keys and wallets.',
  users: 'Users of the mock, and signing in as them.',
  payments: 'What a user does with a payment, and what pages reported.',
  ledger: "The mock's chain: its ledgers, and Pi for accounts.",
  journal: 'What the mock was asked, and what happens in it.',
  ads: 'Rewarded ads.',
  faults: 'Trouble on demand, known troubles by name, and what became of a request.',
}
const tagByPath: Record<string, keyof typeof tags> = {
  '': 'world',
  reset: 'world',
  snapshot: 'world',
  restore: 'world',
  'seed-data': 'world',
  worlds: 'worlds',
  settings: 'world',
  clock: 'clock',
  apps: 'apps',
  users: 'users',
  'sign-in': 'users',
  payments: 'payments',
  'sdk-reports': 'payments',
  ledger: 'ledger',
  journal: 'journal',
  events: 'journal',
  ads: 'ads',
  faults: 'faults',
  explain: 'faults',
  presets: 'faults',
}

export const controlSource: DocumentSource = {
  info: infoOf(
    'Mock control API',
    '1',
    'Controls the local mock Pi: its clock, users, payments and ledger. Only the mock has this API. Every POST and PATCH needs `Content-Type: application/json`, so that no web page can send one.',
    "**Hosts.** The mock serves this API only at its own names. Every other name gets 403 `host_not_allowed`, Pi's names too.",
    '**Worlds.** Every operation is about one world: the one that the header `x-mock-world` or the prefix `/w/NAME` of the path names, otherwise the default one. A name that no world has gets 404 `world_not_found`, on every API of the mock.',
  ),
  servers: [localMock],
  tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
  contract: controlContract,
  examples: controlExamples,
  notes({ name, route }) {
    // Contract metadata is untyped in ts-rest's routes; every control route has this one.
    const { credential, errors } = route.metadata as ControlOperation
    return {
      tag: tagOf(route.path),
      credential,
      evidence: evidenceOf(operationEvidence.control, name),
      errors: [...errors, ...commonControlErrors].map(controlError),
    }
  },
}

/** OpenAPI 3.1 document of the mock's control API. */
export function controlDocument(options: DocumentOptions = {}): OpenAPIObject {
  return buildDocument({ ...controlSource, ...options })
}

function tagOf(path: string): string {
  const tag = tagByPath[path.split('/')[2] ?? '']
  if (tag == null) throw new Error(`${path} has no tag`)
  return tag
}

const ids: Partial<Record<ControlErrorCode, string>> = {
  app_not_found: appId,
  entry_not_found: '42',
  not_replayable: '42',
  user_not_found: 'mallory',
  already_exists: 'carol',
  fault_not_found: 'fault-9',
  world_not_found: 'worker-2',
  preset_not_found: 'pending',
  request_not_found: '0b8f9f5c-1111-4c43-8a34-1f0d6b7c9e55',
}

function controlError(code: ControlErrorCode): DocumentedError {
  const { status, message } = controlErrors[code]
  const error_message = fillMessage(message, {
    advice: ': perhaps pending-lock. `mock-pi presets` and GET /_mock/presets list all',
    field: 'username',
    host: 'pi.example',
    id: ids[code] ?? paymentId,
    limit: '1048576',
    names: 'worker-1',
    one: 'The header x-mock-world names the world worker-1',
    other: 'the path names the world worker-2',
    origin: 'https://pi.example',
    reason:
      code === 'not_replayable'
        ? 'its key belonged to no app: name one with app_id'
        : 'it is not approved yet',
    rule: 'is required',
    seconds: '3600',
    what: 'User',
  })
  return {
    code,
    status,
    message,
    evidence: errorEvidence.control[code],
    example: { error: code, error_message },
  }
}
