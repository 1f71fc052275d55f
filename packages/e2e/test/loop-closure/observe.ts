import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Report } from './observe/main.ts'

const program = fileURLToPath(new URL('observe/main.ts', import.meta.url))

/** Runs what is built from two workspaces in a separate process, and returns what each said. */
export function observe(before: string, after: string): Promise<Report> {
  return new Promise((resolve, reject) => {
    const options = { maxBuffer: 2 ** 28 }
    // PGlite's code is compiled once and not again for speed: a fifth less work.
    const args = ['--liftoff-only', program, before, after]
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      // Written by observe/main.ts.
      if (error == null) resolve(JSON.parse(stdout) as Report)
      else reject(new Error(`observe/main.ts failed: ${stderr}`, { cause: error }))
    })
  })
}
