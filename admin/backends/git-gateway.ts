/** Sign-in by Netlify Identity; Git Gateway commits for staff. */
import { GitGatewayBackend } from 'decap-cms-backend-git-gateway';

export const backend = GitGatewayBackend;
