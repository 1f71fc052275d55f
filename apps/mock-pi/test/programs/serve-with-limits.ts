import { startMockPi, type MockPiOptions } from '../../src/server/start-mock-pi.ts'

/** A mock with the limits of connections in the first argument (JSON); prints where it serves. */
// The test that starts this program writes the limits.
const connections = JSON.parse(process.argv[2] ?? '{}') as MockPiOptions['connections']
const { url } = await startMockPi({ connections, log: (line) => process.stderr.write(`${line}\n`) })
process.stdout.write(`${url}\n`)
