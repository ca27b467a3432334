import { more } from './holes/variants-more.ts'
import { seesVariants } from './variants.ts'

seesVariants('holes in other kinds of objects', more)
