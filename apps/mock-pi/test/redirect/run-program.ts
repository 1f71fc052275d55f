import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const PRELOAD = '@aloha-pi/mock-pi/redirect'
const APP = fileURLToPath(new URL('../..', import.meta.url))

type Run = {
  args?: readonly string[]
  env?: Record<string, string | undefined>
  /** How the redirection is loaded; none for a program that comes without it. */
  preload?: readonly string[]
  /** Where the preload is resolved from. */
  cwd?: string
}

/** Runs a program of the folder `programs` to its end. */
export function runProgram(name: string, run: Run = {}) {
  const { args = [], env = {}, preload = ['--import', PRELOAD], cwd = APP } = run
  const program = fileURLToPath(new URL(`programs/${name}`, import.meta.url))
  const command = [...preload, program, ...args]
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      command,
      { cwd, env: { ...process.env, ...env } },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
    )
  })
}
