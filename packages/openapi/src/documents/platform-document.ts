import { errorEvidence, operationEvidence } from '@aloha-pi/contracts/evidence'
import {
  commonPlatformErrors,
  platformContract,
  type PlatformOperation,
} from '@aloha-pi/contracts/platform'
import type { OpenAPIObject } from 'openapi3-ts/oas31'
import { buildDocument } from '../build/build-document.ts'
import type { DocumentSource } from '../build/document-source.ts'
import { evidenceOf } from './evidence-of.ts'
import { describeValues } from '../build/evidence-table.ts'
import { platformExamples } from '../examples/platform-examples.ts'
import { infoOf } from './info.ts'
import { notificationError, platformError } from './platform-errors.ts'
import { localMock, piPlatform, type DocumentOptions } from './servers.ts'

export const platformSource: DocumentSource = {
  info: infoOf(
    'Pi Platform API',
    '2',
    "Payments, users, ads and notifications of Pi Network, as Pi's servers send and accept them; compiled by aloha-pi from public sources.",
    "**Spelling.** The wire says `user_uid`, `cancelled` and `user_cancelled`; the community's guide says `Pioneer_uid`, `canceled` and `Pioneer_cancelled`. The guide's names are deprecated here. The local mock sends both; with `--spelling wire` only the wire's.",
    "**Hosts.** A redirected program keeps Pi's name in `Host`. The local mock serves this API at its own names and at `api.minepi.com`. Pi's blockchain hosts do not have it: they get 404 in the shape of Horizon (`application/problem+json`). `rpc.testnet.minepi.com` gets one error of JSON-RPC for everything: contracts are not simulated. Every other name gets 403 `host_not_allowed`.",
    `**Why a transaction is not accepted.** \`verification_failed\` carries one of these in \`verification_error\`:\n\n${describeValues(errorEvidence.verification)}`,
  ),
  servers: [localMock, piPlatform],
  tags: [
    { name: 'users', description: 'Who the user is.' },
    { name: 'browser SDK', description: "Calls that Pi's browser SDK makes itself." },
    { name: 'payments', description: 'Payments between users and the app, for its server.' },
    { name: 'ads', description: 'Rewarded ads.' },
    { name: 'notifications', description: 'Notifications inside the Pi app.' },
  ],
  contract: platformContract,
  examples: platformExamples,
  notes({ name, route }) {
    // Contract metadata is untyped in ts-rest's routes; every platform route has this one.
    const metadata = route.metadata as PlatformOperation
    const { credential, errors, notificationErrors = [], tag } = metadata
    const { undocumented = false, takesForms = false } = metadata
    return {
      tag,
      credential,
      undocumented,
      takesForms,
      evidence: evidenceOf(operationEvidence.platform, name),
      errors: [
        ...[...errors, ...commonPlatformErrors].map(platformError),
        ...notificationErrors.map(notificationError),
      ],
    }
  },
}

/** OpenAPI 3.1 document of the Pi Platform API. */
export function platformDocument(options: DocumentOptions = {}): OpenAPIObject {
  return buildDocument({ ...platformSource, ...options })
}
