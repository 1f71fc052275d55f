import { installPi } from './install.ts'
import { readScriptSettings } from './script-settings.ts'

installPi(readScriptSettings())
