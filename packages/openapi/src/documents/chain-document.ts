import { fillMessage } from '@aloha-pi/contracts'
import {
  chainContract,
  chainProblems,
  commonChainProblems,
  type ChainOperation,
  type ChainProblem,
  type ChainProblemCode,
} from '@aloha-pi/contracts/chain'
import { chainStreamEvidence, errorEvidence, operationEvidence } from '@aloha-pi/contracts/evidence'
import type { OpenAPIObject } from 'openapi3-ts/oas31'
import { buildDocument } from '../build/build-document.ts'
import type { DocumentedError, DocumentSource } from '../build/document-source.ts'
import { describeEvidence } from '../build/evidence-table.ts'
import { eventsOf } from '../examples/chain-events.ts'
import { evidenceOf } from './evidence-of.ts'
import { chainExamples } from '../examples/chain-examples.ts'
import { problemExtras } from '../examples/chain-problem-extras.ts'
import { infoOf } from './info.ts'
import { localMock, piMainnet, piTestnet, type DocumentOptions } from './servers.ts'

export const chainSource: DocumentSource = {
  info: infoOf(
    'Pi blockchain API (Horizon)',
    '2.23.1',
    "The part of Horizon, the HTTP API of the Stellar software that Pi's blockchain runs, that the local mock serves. The codes in the tables are the last part of `type`.",
    'Lists are pages of records: `_links.next` and `_links.prev` are the links to other pages. Amounts of Pi are text with 7 decimals, fees are text in stroops (0.0000001 Pi). What the mock leaves out: paths, order books and the search for accounts (404, and `detail` says that they are not simulated), and the fields `result_meta_xdr`, `fee_meta_xdr` and `header_xdr`, which Horizon has unless it is told to skip them.',
    `**Streams.** Operations with a response \`text/event-stream\` are also a stream of server-sent events: \`Accept: text/event-stream\`. The first event is \`open\`. Each record is an event whose \`id\` is its paging token, and new ones come when a ledger closes; between them nothing is sent. The event \`close\` ends a stream after as many records as \`limit\` says, or after 55 s (a setting of the mock). The client then connects again, at once, with \`Last-Event-ID\`. The mock serves 200 streams at a time unless set otherwise. ${describeEvidence(chainStreamEvidence)}`,
    "**Hosts.** A redirected program keeps Pi's name in `Host`. The local mock serves this API at its own names and at the blockchain host of its network. The blockchain host of the other network gets 404 `not_found`. `api.minepi.com` gets 404 in the shape of the Platform API, with the error `not_found`. `rpc.testnet.minepi.com` gets one error of JSON-RPC for everything: contracts are not simulated. Every other name gets 403 `forbidden`. The pages of the mock (`/docs`) are 403 at all of Pi's names.",
  ),
  servers: [localMock, piTestnet, piMainnet],
  tags: [
    { name: 'network', description: 'Versions, newest ledger, fees. No operation needs a key.' },
    { name: 'accounts', description: 'Balance, sequence and history of an account.' },
    { name: 'transactions', description: 'Submitting and reading transactions.' },
    { name: 'operations', description: 'What transactions do; payments are operations.' },
    { name: 'ledgers', description: 'Closed ledgers.' },
    { name: 'claimable balances', description: 'Amounts that wait for an account: lockups.' },
    { name: 'effects', description: 'What operations changed, account by account.' },
    { name: 'assets', description: 'Offers, trades, pools, issued assets.' },
  ],
  contract: chainContract,
  examples: chainExamples,
  notes({ name, route }) {
    // Contract metadata is untyped in ts-rest's routes; every chain route has this one.
    const {
      credential,
      errors,
      streams,
      tag,
      takesMultipart = false,
    } = route.metadata as ChainOperation
    return {
      tag,
      credential,
      takesMultipart,
      evidence: evidenceOf(operationEvidence.chain, name),
      ...(streams && { eventsOf }),
      // A list says of its parameters what every operation says of its headers.
      errors: [...new Set([...errors, ...commonChainProblems])].map(chainProblem),
    }
  },
}

/** OpenAPI 3.1 document of the part of Horizon that the mock serves. */
export function chainDocument(options: DocumentOptions = {}): OpenAPIObject {
  return buildDocument({ ...chainSource, ...options })
}

function chainProblem(code: ChainProblemCode): DocumentedError {
  const { type, title, status, detail } = chainProblems[code]
  const extras = problemExtras[code]
  const example: ChainProblem = {
    type,
    title,
    status,
    detail: fillMessage(detail, {
      host: 'pi.example',
      limit: '65536',
      max: '200',
      offered: 'application/hal+json, application/json',
    }),
    ...(extras != null && { extras }),
  }
  const evidence = errorEvidence.chain[code]
  return { code, status, message: detail, evidence, example }
}
