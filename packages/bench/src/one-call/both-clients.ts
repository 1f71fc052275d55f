import './aloha-client.ts'
import './pi-client.ts'
