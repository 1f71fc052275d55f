import { fillMessage } from '@aloha-pi/contracts'
import { errorEvidence, operationEvidence } from '@aloha-pi/contracts/evidence'
import {
  commonWalletErrors,
  walletContract,
  walletErrors,
  type WalletErrorCode,
  type WalletOperation,
} from '@aloha-pi/contracts/wallet'
import type { OpenAPIObject } from 'openapi3-ts/oas31'
import { buildDocument } from '../build/build-document.ts'
import type { DocumentedError, DocumentSource } from '../build/document-source.ts'
import { appId, paymentId } from '../examples/identifiers.ts'
import { walletExamples } from '../examples/wallet-examples.ts'
import { evidenceOf } from './evidence-of.ts'
import { infoOf } from './info.ts'
import { localMock, type DocumentOptions } from './servers.ts'

/** By the first part of the path behind the prefix. */
const tags = {
  state: 'World, clock and autopilot of the mock.',
  users: 'Users, and what they allow an app.',
  payments: 'What the user does with a payment.',
  reports: 'What the browser SDK did.',
}
const tagByPath: Record<string, keyof typeof tags> = {
  state: 'state',
  clock: 'state',
  users: 'users',
  'sign-in': 'users',
  payments: 'payments',
  reports: 'reports',
}

export const walletSource: DocumentSource = {
  info: infoOf(
    'Mock wallet API',
    '1',
    "What a user does in the wallet and dialogs of Pi, for the mock's browser SDK. It exists nowhere else. Every POST needs `Content-Type: application/json`.",
    '**Origins.** Pages of this machine may call it (`localhost`, `127.0.0.1`, `[::1]`, any port), and pages whose origin is registered for their app: `mock-pi --app-origin`, or `PATCH /_mock/apps/{app_id}`. Every other page gets 403 `origin_not_allowed` without a CORS header. Programs send no `Origin`.',
    "**Hosts.** The mock serves this API only at its own names. Every other name gets 403 `host_not_allowed`, Pi's names too.",
  ),
  servers: [localMock],
  tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
  contract: walletContract,
  examples: walletExamples,
  notes({ name, route }) {
    // Contract metadata is untyped in ts-rest's routes; every wallet route has this one.
    const { credential, errors } = route.metadata as WalletOperation
    return {
      tag: tagOf(route.path),
      credential,
      evidence: evidenceOf(operationEvidence.wallet, name),
      errors: [...errors, ...commonWalletErrors].map(walletError),
    }
  },
}

/** OpenAPI 3.1 document of the mock's wallet API. */
export function walletDocument(options: DocumentOptions = {}): OpenAPIObject {
  return buildDocument({ ...walletSource, ...options })
}

function tagOf(path: string): string {
  const tag = tagByPath[path.split('/')[2] ?? '']
  if (tag == null) throw new Error(`${path} has no tag`)
  return tag
}

const ids: Partial<Record<WalletErrorCode, string>> = {
  app_not_found: appId,
  user_not_found: 'mallory',
  already_exists: 'carol',
}

function walletError(code: WalletErrorCode): DocumentedError {
  const { status, message } = walletErrors[code]
  const error_message = fillMessage(message, {
    field: 'username',
    host: 'pi.example',
    id: ids[code] ?? paymentId,
    limit: code === 'too_many_waiting' ? '200' : '1048576',
    origin: 'https://pi.example',
    reason: 'it is not approved yet',
    rule: 'is required',
    what: 'User',
  })
  return {
    code,
    status,
    message,
    evidence: errorEvidence.wallet[code],
    example: { error: code, error_message },
  }
}
