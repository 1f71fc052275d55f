import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Whether that user may read a file. Not in a clone below a folder that only root may enter, such as `/root`. Root may ask. */
export function mayRead(file: string, user: { uid: number; gid: number }): Promise<boolean> {
  return promisify(execFile)('test', ['-r', file], user).then(
    () => true,
    () => false,
  )
}
