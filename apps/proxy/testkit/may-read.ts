import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Whether another user may read a file, which only root can ask. Below a folder for root alone, such as `/root`, none may. */
export async function mayRead(file: string, user: { uid: number; gid: number }): Promise<boolean> {
  try {
    await promisify(execFile)('test', ['-r', file], user)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 1) return false
    throw error
  }
}
