//! Billing relationships: the main account invites, the member answers, either ends it.

use super::write::Act;
use super::{Caller, Engine, Failure};
use crate::store::relations::{self, RelationRow};
use contract::api::Listing;
use contract::id::RelationId;
use contract::relation::{Invitation, Relation, RelationAction};
use contract::rule::Rule;

impl Engine {
    /// The relations that the caller sees a side of, newest first.
    pub async fn relations(&self, caller: &Caller) -> Result<Listing<Relation>, Failure> {
        let rows = relations::all(&self.db, caller.organization_id).await?;
        let seen =
            rows.into_iter().filter(|row| caller.scope.holds(row.member) || caller.scope.holds(row.main));
        let items = seen.map(|row| self.standing_now(row)).collect();
        Ok(Listing { items, more: false })
    }

    /// The main account asks to pay for a member.
    pub async fn invite_member(&self, caller: &Caller, invitation: Invitation) -> Result<Relation, Failure> {
        let unknown = |field: &str, number: &dyn std::fmt::Display| {
            Failure::invalid(field, Rule::UnknownValue { value: number.to_string() })
        };
        let main = self.account(caller, &invitation.main).await;
        let (main, _) = main.map_err(|failure| match failure {
            Failure::Refused(_) => unknown("main", &invitation.main),
            other => other,
        })?;
        let member = self.account(caller, &invitation.member).await;
        member.map_err(|failure| match failure {
            Failure::Refused(_) => unknown("member", &invitation.member),
            other => other,
        })?;
        let done = self.act(caller, main, Act::InviteMember { member: invitation.member }).await?;
        let id = done.relation.ok_or_else(|| Failure::Internal("an invitation of nobody".to_owned()))?;
        self.relation(caller, id).await
    }

    /// Accepts, declines or ends a relation. A member's people answer for it; the main account's may end it, too.
    pub async fn answer_relation(
        &self,
        caller: &Caller,
        id: RelationId,
        action: RelationAction,
    ) -> Result<Relation, Failure> {
        let found = relations::find(&self.db, caller.organization_id, id).await?;
        let row = found.ok_or(Failure::NOT_FOUND)?;
        let scope = &caller.scope;
        let of_main = scope.holds(row.main) && action == RelationAction::End;
        if !scope.holds(row.member) && !of_main {
            return Err(Failure::NOT_FOUND);
        }
        self.act(caller, row.member, Act::AnswerRelation { relation: id, action }).await?;
        self.relation(caller, id).await
    }

    async fn relation(&self, caller: &Caller, id: RelationId) -> Result<Relation, Failure> {
        let found = relations::find(&self.db, caller.organization_id, id).await?;
        found.map(|row| self.standing_now(row)).ok_or(Failure::NOT_FOUND)
    }

    /// The relation as it stands at this moment.
    fn standing_now(&self, row: RelationRow) -> Relation {
        let relation = row.relation;
        let state = relation.state.at(self.clock.now_utc(), relation.expires_at);
        Relation { state, ..relation }
    }
}
