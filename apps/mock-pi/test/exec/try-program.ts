import { expect } from 'vitest'
import { noCertificate } from '../redirect/make-certificate.ts'
import { PAID, payWith, programFile, runToEnd, startExec } from './start-exec.ts'

/** A program of the folder `programs`. With `check`, its command ends with 0 if the language is there. */
export type TriedProgram = {
  name: string
  command: string
  file: string
  args?: readonly string[]
  check: readonly string[]
}

/** What `tryProgram` returns when the program did everything. */
export const SUCCESS = {
  code: 0,
  stdout: expect.stringMatching(PAID),
  stderr: '',
  other: ['GET /hello'],
  refused: [],
}

/** Lets it approve and complete a payment, read the chain, and ask another host; skips it where it cannot run. */
export async function tryProgram(
  { command, file, args = [], check }: TriedProgram,
  skip: (condition: boolean, note: string) => void,
) {
  skip(noCertificate !== '', noCertificate)
  const installed = await runToEnd(command, check, process.env)
  skip(installed.code !== 0, `needs ${command} ${check.join(' ')}: ${installed.stderr.trim()}`)
  const started = await startExec()

  const shell = file.endsWith('.sh') ? 'sh' : command
  const run = await payWith(started, shell, [programFile(file), ...args])

  return { ...run, other: started.other.requests, refused: started.logged }
}
