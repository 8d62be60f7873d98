//! Endpoints of billing relationships (section 1).

use super::endpoint::endpoints;
use super::{Listing, RelationPath};
use crate::permission::{Access, Permission};
use crate::relation::{Invitation, Relation, RelationAnswer};

const VIEW: Access = Access::Allowed(Permission::ViewFunding);
const MANAGE: Access = Access::Allowed(Permission::ManageAccounts);
const ANSWER: Access = Access::Allowed(Permission::AnswerRelations);

endpoints! {
    /// The billing relationships in which the caller sees the member or the main account, newest first.
    ListRelations = Get "/api/v1/relations", VIEW, { response: Listing<Relation>, }

    /// The main account asks to pay for a member.
    InviteMember = Post "/api/v1/relations", MANAGE, { body: Invitation, response: Relation, }

    /// Accepts, declines or ends a billing relationship, for the member account.
    AnswerRelation = Post "/api/v1/relations/{id}/answers", ANSWER, {
        path: RelationPath, body: RelationAnswer, response: Relation,
    }
}
