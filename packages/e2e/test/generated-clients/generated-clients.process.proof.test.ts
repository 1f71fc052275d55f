import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeClientProject } from './client-project.ts'
import { startServers } from './start-servers.ts'

let project: Awaited<ReturnType<typeof makeClientProject>>
beforeAll(async () => {
  project = await makeClientProject()
})
afterAll(() => project.remove())

// What the last two generate is not made for exact optional properties.
test.each([
  ['use-openapi-typescript', { exact: true }],
  ['use-hey-api', { exact: false }],
  ['use-codegen', { exact: false }],
])('the clients in %s compile strictly', async (program, options) => {
  expect(await project.compile(program, options)).toBe('')
})

test('every generated client calls the mock and the proxy', async () => {
  const { servers, close } = await startServers()
  try {
    const seen = {
      approved: true,
      username: 'alice',
      network: 'Pi Testnet',
      ledgers: 1,
      payoutOf: expect.stringMatching(/^[0-9a-f-]{36}$/),
      completes: false,
      keyIsText: true,
    }
    expect(await project.run('main', servers)).toEqual({
      openapiTypescript: seen,
      heyApi: seen,
      codegen: seen,
    })
  } finally {
    await close()
  }
})
