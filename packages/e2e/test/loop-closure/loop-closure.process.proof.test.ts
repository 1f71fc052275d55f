import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compareDocuments, describeChange } from '@aloha-pi/release/breaking-changes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compile, type CompileError } from './compile.ts'
import { applyEdits, contractEdits, wireTableEdits } from './contract-edits.ts'
import { copyWorkspace } from './copy-workspace.ts'
import { observe } from './observe.ts'
import type { Report } from './observe/main.ts'

const workspace = fileURLToPath(new URL('../../../..', import.meta.url))
let folder = ''
let errors: CompileError[] = []
let report: Report

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'loop-closure-')))
  const [compiled, run] = [join(folder, 'compiled'), join(folder, 'run')]
  await Promise.all([copyWorkspace(workspace, compiled), copyWorkspace(workspace, run)])
  await applyEdits(compiled, contractEdits)
  await applyEdits(run, [...contractEdits, ...wireTableEdits])
  ;[errors, report] = await Promise.all([compile(compiled), observe(workspace, run)])
}, 300_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What the compiler says of the file. */
const types = (file: string) => () =>
  errors
    .filter((error) => error.file === file)
    .map(({ text }) => text)
    .join('\n')
/** What the changed mock or proxy returns for a request of today, and what it logs. */
const mock = (operation: string) => () => {
  const { mock: responses, mockLog } = report.after
  return [shown(responses[operation]), ...mockLog].join('\n')
}
const proxy = (operation: string) => () => {
  const { proxy: responses, proxyLog } = report.after
  return [shown(responses[operation]), ...proxyLog].join('\n')
}
/** What the changed client says to a server of today. */
const client = (operation: string) => () => report.after.client[operation] ?? ''
/** What the gate says of the changed document. */
const document = (name: 'platform' | 'aloha') => () => {
  const { before, after } = report.documents[name]
  return compareDocuments(name, before, after).map(describeChange).join('\n')
}
/** What the changed kit says of a server of today. */
const conformance = (id: string) => () => report.failed[id] ?? ''

function shown(response?: { status: number; text: string }): string {
  return response == null ? '' : `${response.status} ${response.text}`
}

const program = 'packages/e2e/test/loop-closure/user-program.ts'

/** By change and product: where it is looked for, and what must be said there. */
const said: [string, string, () => string, RegExp][] = [
  ...changed('platform: a field of a response is renamed', [
    [
      'types',
      types('apps/mock-pi/src/platform/payment-wire.ts'),
      /Property 'link' is missing in type/,
    ],
    ['mock', mock('payments.get'), /^500 [^]*fault in GET \/v2\/payments\/[^]*"link"/],
    ['proxy', proxy('u2a.details'), /^502 .*"upstream_error"/],
    ['client', client('payments.get'), /^ResponseShapeError: .* transaction\.link is required/],
    ['OpenAPI', document('platform'), /response 200, field "transaction\._link" is gone/],
    ['conformance', conformance('payments.complete/when-paid'), /transaction\.link is required/],
  ]),
  ...changed('platform: a status is dropped', [
    [
      'types',
      types('packages/contracts/src/wire/platform-routes.ts'),
      /not assignable to type 'never'/,
    ],
    ['mock', types('apps/mock-pi/src/platform/payment-routes.ts'), /Type '200' is not assignable/],
    ['proxy', proxy('a2u.incomplete'), /^502 .*"upstream_error"/],
    [
      'client',
      client('payments.incomplete'),
      /^ResponseShapeError: .* 200, a status that the contract does not have/,
    ],
    [
      'OpenAPI',
      document('platform'),
      /GET \/v2\/payments\/incomplete_server_payments: response 200 is gone/,
    ],
    [
      'conformance',
      conformance('payments.incomplete/wrapper'),
      /status 200 is not declared for payments\.incomplete/,
    ],
  ]),
  ...changed('platform: a request gets a required field', [
    ['types', types(program), /'reference' is missing in type/],
    ['mock', mock('payments.create'), /^400 .*payment\.reference must be a string/],
    [
      'proxy',
      types('apps/proxy/src/upstream/client-pi-platform.ts'),
      /'reference' is missing in type/,
    ],
    ['client', client('payments.create'), /^InvalidArgumentError: reference: must be a string/],
    [
      'OpenAPI',
      document('platform'),
      /POST \/v2\/payments: request body, field "payment\.reference" is new and required/,
    ],
    ['conformance', conformance('payments.create/bad-payment.reference'), /^status 200, not 400/],
  ]),
  ...changed('aloha: a field of a response is renamed', [
    ['types', types('apps/proxy/src/u2a/u2a-wire.ts'), /'pending_actions' does not exist/],
    [
      'proxy',
      proxy('u2a.approve'),
      /^500 [^]*Response validation failed for POST [^]*open_actions/,
    ],
    ['client', client('u2a.approve'), /^OutcomeUnknownError: .*ResponseShapeError/],
    ['OpenAPI', document('aloha'), /response 200, field "sbResData\.row\.pending_actions" is gone/],
    ['conformance', conformance('u2a.approve/when-created'), /row\.open_actions is required/],
  ]),
  ...changed('aloha: a status is dropped', [
    [
      'types',
      types('packages/contracts/src/wire/aloha-routes.ts'),
      /not assignable to type 'never'/,
    ],
    ['proxy', types('apps/proxy/src/u2a/u2a-routes.ts'), /Type '200' is not assignable/],
    [
      'client',
      client('u2a.details'),
      /^ResponseShapeError: .* 200, a status that the contract does not have/,
    ],
    [
      'OpenAPI',
      document('aloha'),
      /GET \/v1\/transaction\/u2a\/details\/{piPayId}: response 200 is gone/,
    ],
    [
      'conformance',
      conformance('u2a.details/any-payment'),
      /status 200 is not declared for u2a\.details/,
    ],
  ]),
  ...changed('aloha: a request gets a required field', [
    ['types', types(program), /'reference' is missing in type[^]*'reference' is missing in type/],
    ['proxy', proxy('a2u.create'), /^400 .*payment\.reference must be a string/],
    ['client', client('a2u.create'), /^InvalidArgumentError: reference: must be a string/],
    [
      'OpenAPI',
      document('aloha'),
      /POST \/v1\/transaction\/a2u\/create: request body, field "payment\.reference" is new and required/,
    ],
    ['conformance', conformance('a2u.create/bad-payment.reference'), /^status 200, not 400/],
  ]),
]

function changed(
  title: string,
  products: [string, () => string, RegExp][],
): [string, string, () => string, RegExp][] {
  return products.map(([product, look, pattern]) => [title, product, look, pattern])
}

test('before the change everything responds, and nothing faults', () => {
  const { mock: mockResponses, proxy: proxyResponses, client: outcomes, mockLog } = report.before
  const statuses = [...Object.values(mockResponses), ...Object.values(proxyResponses)]
  expect(statuses.map(({ status }) => status)).toEqual(Array(statuses.length).fill(200))
  expect(statuses).toHaveLength(7)
  expect(Object.values(outcomes)).toEqual(Array(6).fill('ok'))
  expect(mockLog).toEqual([])
})

test.each(said)('%s: %s says so', (_, __, look, pattern) => {
  expect(look()).toMatch(pattern)
})
