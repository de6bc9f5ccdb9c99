/** Starts the CMS. */
import CMS from 'decap-cms-app';
import { blocks } from '../src/blocks/blocks.ts';
import { blockEditor } from './block-editor.ts';
import { decapConfig, titleFields } from './config.ts';
import { referenceWidget } from './reference-widget.ts';

CMS.registerWidget(referenceWidget as never);
for (const block of blocks) CMS.registerEditorComponent(blockEditor(block, titleFields));
CMS.init({ config: decapConfig(location.origin) });
