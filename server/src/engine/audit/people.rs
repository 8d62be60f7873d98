//! What was done to people, in words.

use super::say::joined;
use crate::engine::write::{PeopleAct, PeopleDone, Was};
use contract::audit::Said;
use contract::id::UserId;
use contract::permission::{AccountScope, Role};
use contract::user::UserChange;
use std::collections::BTreeMap;

/// The names of an organization's people, by id.
pub(in crate::engine) type People = BTreeMap<i64, String>;

/// What was asked.
pub(super) fn asked(act: &PeopleAct, people: &People) -> Said {
    let named = |user: UserId| people.get(&user.number()).cloned().unwrap_or_else(|| user.to_string());
    match act {
        PeopleAct::AddUser { email, name, role, accounts, .. } => {
            let (role, accounts) = (role_name(*role), scope(accounts));
            Said::new(
                format!("Add {name} ({email}) as {}, {}", role.en, accounts.en),
                format!("添加 {name}（{email}）为{}，{}", role.zh, accounts.zh),
            )
        }
        PeopleAct::ChangeUser { user, change } => {
            let (name, changed) = (named(*user), changed(change));
            Said::new(format!("Change {name}: {}", changed.en), format!("修改 {name}：{}", changed.zh))
        }
        PeopleAct::SetPassword { user } => {
            let name = named(*user);
            Said::new(format!("Set a new password for {name}"), format!("为 {name} 设置新密码"))
        }
    }
}

/// What came of it.
pub(super) fn came_of_it(act: &PeopleAct, done: PeopleDone) -> Said {
    match (act, done.was) {
        (_, Some(was)) => before(&was),
        (PeopleAct::SetPassword { .. }, None) => {
            Said::new("Done; their other sessions ended", "已完成，其他会话已结束")
        }
        (PeopleAct::AddUser { .. } | PeopleAct::ChangeUser { .. }, None) => Said::new("Done", "已完成"),
    }
}

fn changed(change: &UserChange) -> Said {
    let UserChange { name, role, accounts, active } = change;
    let name = name.as_ref().map(|name| Said::new(format!("name {name}"), format!("姓名 {name}")));
    let parts = [name, role.map(role_name), accounts.as_ref().map(scope), active.map(access)];
    joined(parts.into_iter().flatten())
}

fn before(was: &Was) -> Said {
    let Was { name, role, accounts, active } = was;
    let was = joined([Said::same(name), role_name(*role), scope(accounts), access(*active)]);
    Said::new(format!("Done; before: {}", was.en), format!("已完成；此前：{}", was.zh))
}

fn access(active: bool) -> Said {
    if active { Said::new("can sign in", "可以登录") } else { Said::new("can't sign in", "无法登录") }
}

fn scope(accounts: &AccountScope) -> Said {
    match accounts {
        AccountScope::All => Said::new("all accounts", "全部账户"),
        AccountScope::Only(numbers) => {
            let numbers: Vec<&str> = numbers.iter().map(|number| number.as_str()).collect();
            let numbers = numbers.join(", ");
            Said::new(format!("only accounts {numbers}"), format!("仅账户 {numbers}"))
        }
    }
}

fn role_name(role: Role) -> Said {
    match role {
        Role::SuperAdministrator => Said::new("super administrator", "超级管理员"),
        Role::SettlementAdministrator => Said::new("settlement administrator", "结算管理员"),
        Role::FinanceUser => Said::new("finance user", "财务用户"),
        Role::Viewer => Said::new("viewer", "只读用户"),
        Role::PlatformOperator => Said::new("platform operator", "平台运营"),
    }
}
