import { fillMessage } from '@aloha-pi/contracts'
import {
  chainContract,
  chainProblems,
  commonChainProblems,
  type ChainOperation,
  type ChainProblemCode,
} from '@aloha-pi/contracts/chain'
import { errorEvidence, operationEvidence } from '@aloha-pi/contracts/evidence'
import type { OpenAPIObject } from 'openapi3-ts/oas31'
import { buildDocument } from './build-document.ts'
import type { DocumentedError, DocumentSource } from './document-source.ts'
import { evidenceOf } from './evidence-of.ts'
import { chainExamples } from './examples/chain-examples.ts'
import { infoOf } from './info.ts'
import { localMock, piMainnet, piTestnet, type DocumentOptions } from './servers.ts'

export const chainSource: DocumentSource = {
  info: infoOf(
    'Pi blockchain API (Horizon)',
    '2.23.1',
    "The part of Horizon, the HTTP API of the Stellar software that Pi's blockchain runs, that the local mock serves. The codes in the tables name the last part of `type`.",
  ),
  servers: [localMock, piTestnet, piMainnet],
  tags: [{ name: 'chain', description: 'Reading the blockchain. No key is needed.' }],
  contract: chainContract,
  examples: chainExamples,
  notes({ name, route }) {
    // Contract metadata is untyped in ts-rest's routes; every chain route has this one.
    const { credential, errors } = route.metadata as ChainOperation
    return {
      tag: 'chain',
      credential,
      evidence: evidenceOf(operationEvidence.chain, name),
      errors: [...errors, ...commonChainProblems].map(chainProblem),
    }
  },
}

/** OpenAPI 3.1 document of the part of Horizon that the mock serves. */
export function chainDocument(options: DocumentOptions = {}): OpenAPIObject {
  return buildDocument({ ...chainSource, ...options })
}

function chainProblem(code: ChainProblemCode): DocumentedError {
  const { type, title, status, detail } = chainProblems[code]
  return {
    code,
    status,
    message: detail,
    evidence: errorEvidence.chain[code],
    example: { type, title, status, detail: fillMessage(detail, { host: 'pi.example' }) },
  }
}
