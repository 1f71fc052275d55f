import path from 'node:path'
import { expect, test } from 'vitest'
import { noCertificate } from '../redirect/make-certificate.ts'
import { PAID, payWith, programFile, runToEnd, startExec } from './start-exec.ts'

test('HttpClient of Java: approves, completes, reads the chain, and reaches another host', async ({
  skip,
}) => {
  skip(noCertificate !== '', noCertificate)
  const installed = await runToEnd('javac', ['-version'], process.env)
  skip(installed.code !== 0, `needs javac: ${installed.stderr.trim()}`)
  const started = await startExec()

  const run = await payWith(started, 'java', [programFile('Pay.java')])

  expect(run).toMatchObject({ code: 0, stdout: expect.stringMatching(PAID) })
  // Java says so itself, once for itself and once for its compiler.
  const picked = /^Picked up JAVA_TOOL_OPTIONS: .*$/
  expect(run.stderr.split('\n').filter((line) => line !== '' && !picked.test(line))).toEqual([])
  expect(started.other.requests).toEqual(['GET /hello'])
})

test('net/http of Go: approves, completes, reads the chain, and reaches another host', async ({
  skip,
}) => {
  skip(noCertificate !== '', noCertificate)
  skip(process.platform === 'darwin', 'Go reads no variable for certificates on macOS')
  const installed = await runToEnd('go', ['version'], process.env)
  skip(installed.code !== 0, `needs go: ${installed.stderr.trim()}`)
  const started = await startExec()
  const program = path.join(started.folder, 'pay')
  const build = ['build', '-o', program, programFile('pay.go')]
  const cache = { GOCACHE: path.join(started.folder, 'go'), GOPROXY: 'off', GOFLAGS: '-mod=mod' }
  const built = await runToEnd('go', build, { ...process.env, ...cache })
  expect(built).toMatchObject({ code: 0 })

  const run = await payWith(started, program, [])

  expect(run).toEqual({ code: 0, stdout: expect.stringMatching(PAID), stderr: '' })
  expect(started.other.requests).toEqual(['GET /hello'])
})
